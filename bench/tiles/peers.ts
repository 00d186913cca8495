// Tile servers on the same PostGIS tables, from their own registries, into a cache folder outside of the repository.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TileCoordinate } from '../../server/tiles/tileCoordinate.ts';
import { type RunningServer, startProgram } from './processes.ts';

const cacheFolder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'gridwright-bench');
const martinVersion = '1.14.0';

/** A tile server that is ready to be started. */
export interface Peer {
  name: string;
  /** Without a cache: every tile is made anew. */
  start(databaseUrl: string, cache: 'with cache' | 'without cache'): Promise<RunningServer>;
  hasCache: boolean;
  path(layer: PeerLayer, tile: TileCoordinate): string;
}

/** What cannot be installed here is not measured, and the reason is shown. */
export type FoundPeer = Peer | { name: string; notMeasured: string };

export async function findPeers(): Promise<FoundPeer[]> {
  await mkdir(cacheFolder, { recursive: true });
  return [findMartin(), findPgTileserv()];
}

function findMartin(): FoundPeer {
  const name = 'martin';
  const features = ['--no-default-features', '--features', 'postgres'];
  const version = ['--version', martinVersion, '--locked'];
  const found = find(name, 'cargo', ['install', name, ...version, ...features, '--root', cacheFolder]);
  if ('notMeasured' in found) return found;
  return {
    name: `martin ${martinVersion}`,
    hasCache: true,
    path: (layer, { z, x, y }) => `/${layer}/${z}/${x}/${y}`,
    async start(databaseUrl, cache) {
      const folder = await mkdtemp(join(tmpdir(), 'gridwright-bench-'));
      const file = join(folder, 'martin.json');
      const cacheMb = cache === 'with cache' ? 512 : 0;
      await writeFile(file, JSON.stringify(martinConfig(databaseUrl, cacheMb)));
      return startProgram(found.program, (port) => ({
        words: ['--config', file, '--listen-addresses', `127.0.0.1:${port}`],
      }));
    },
  };
}

function findPgTileserv(): FoundPeer {
  const name = 'pg_tileserv';
  const found = find(name, 'go', ['install', 'github.com/CrunchyData/pg_tileserv@latest']);
  if ('notMeasured' in found) return found;
  return {
    name,
    hasCache: false,
    path(layer, { z, x, y }) {
      const { table, fields } = tables[layer];
      const limit = 10_000_000; // its default leaves out all but 10,000
      return `/public.${table}/${z}/${x}/${y}.pbf?properties=${Object.keys(fields)}&limit=${limit}`;
    },
    start: (databaseUrl) =>
      startProgram(found.program, (port) => ({
        environment: {
          DATABASE_URL: databaseUrl,
          TS_HTTPHOST: '127.0.0.1',
          TS_HTTPPORT: String(port),
          TS_MAXFEATURESPERTILE: '10000000',
        },
      })),
  };
}

/** Named by an environment variable (MARTIN, PG_TILESERV), installed before, or installed now. */
function find(
  name: string,
  command: string,
  words: string[],
): { program: string } | { name: string; notMeasured: string } {
  const given = process.env[name.toUpperCase()];
  if (given) return { program: given };
  const program = join(cacheFolder, 'bin', name);
  if (existsSync(program)) return { program };
  console.error(`Installing ${name} into ${cacheFolder}, which can take a quarter of an hour`);
  const { status, error, stderr } = spawnSync(command, words, {
    encoding: 'utf8',
    env: { ...process.env, GOBIN: join(cacheFolder, 'bin') },
  });
  if (status === 0 && existsSync(program)) return { program };
  const reason = error?.message ?? stderr.trim().split('\n').at(-1) ?? `exit code ${status}`;
  return { name, notMeasured: `\`${command} install\` says: ${reason}` };
}

export type PeerLayer = 'grids' | 'areas' | 'households' | 'incidents';

/** The tables, with those columns that our layers have as fields, so that the tiles say the same. */
const tables: Readonly<
  Record<PeerLayer, { table: string; geometry: string; fields: Readonly<Record<string, string>> }>
> = {
  grids: {
    table: 'grid_version',
    geometry: 'MULTIPOLYGON',
    fields: { code: 'text', kind: 'text', name: 'text', name_en: 'text' },
  },
  areas: { table: 'area_version', geometry: 'MULTIPOLYGON', fields: {} },
  households: { table: 'household', geometry: 'POINT', fields: { people: 'int2', key_persons: 'int2' } },
  incidents: {
    table: 'incident',
    geometry: 'POINT',
    fields: { category: 'text', severity: 'int2', status: 'text', reported_at: 'timestamptz' },
  },
};

/** JSON is YAML. */
function martinConfig(databaseUrl: string, cacheMb: number) {
  const sources = Object.entries(tables).map(([layer, { table, geometry, fields }]) => [
    layer,
    {
      schema: 'public',
      table,
      srid: 4326,
      geometry_column: 'geom',
      id_column: `${table}_id`,
      geometry_type: geometry,
      extent: 4096,
      buffer: 64,
      clip_geom: true,
      properties: fields,
    },
  ]);
  return {
    cache_size_mb: cacheMb,
    postgres: {
      connection_string: databaseUrl,
      auto_publish: false,
      tables: Object.fromEntries(sources),
    },
  };
}
