// PostGIS as independent truth: what ST_AsMVT makes of the same shapes, unthinned, has the same features at the same places.
import sql, { raw, type Sql } from 'sql-template-tag';
import { beforeAll, expect, test } from 'vitest';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { createSampleRegion, sample } from '../testing/sampleRegion.ts';
import { type DecodedFeature, decodeTile, tileAt, tilePath, tileReader } from '../testing/tiles.ts';
import type { TileCoordinate } from './tileCoordinate.ts';

const database = await testDatabase();
const app = await testApp(database);
const { tile } = tileReader(app);

beforeAll(async () => {
  await createSampleRegion(database);
});

interface Case {
  layer: string;
  zooms: number[];
  /** `id`, `code` and `geom` in EPSG:3857. */
  shapes(z: number): Sql;
  /** In tile units: rounding, and thinning where there is any. */
  tolerance: number;
}

const level = (z: number) => [8, 10, 12, 14].find((candidate) => candidate >= z) ?? 24;

const cases: Case[] = [
  {
    layer: 'grids',
    zooms: [9, 11, 12, 13, 14, 15, 16, 18],
    shapes: (z) => sql`
      select v.grid_version_id as id, o.geom
      from grid_version v join grid_outline o on o.grid_version_id = v.grid_version_id
      where v.valid_to = 'infinity' and o.level = ${level(z)}::smallint`,
    tolerance: 1,
  },
  {
    layer: 'areas',
    zooms: [8, 9, 12, 14, 16, 18],
    shapes: (z) => sql`
      select v.area_version_id as id, o.geom
      from area_version v join area_outline o on o.area_version_id = v.area_version_id
      where v.valid_to = 'infinity' and o.level = ${level(z)}::smallint`,
    tolerance: 1,
  },
  ...(['block', 'road', 'water'] as const).map((table) => ({
    layer: table === 'water' ? 'water' : `${table}s`,
    zooms: [14, 15, 16],
    shapes: () =>
      sql`select ${raw(`${table}_id`)} as id, st_transform(geom, 3857) as geom from ${raw(table)}`,
    tolerance: 2.5,
  })),
];

test.each(cases.flatMap(({ zooms, ...rest }) => zooms.map((z) => ({ ...rest, z }))))(
  '$layer at zoom $z are the features that PostGIS draws, at the same places',
  async ({ layer, z, shapes, tolerance }) => {
    const ours = (await tile(tilePath(layer, z, sample.centre)))[layer]!;
    const theirs = await drawnByPostgis(layer, tileAt(sample.centre, z), shapes(z));
    expect(ours.map(({ id, type }) => ({ id, type }))).toEqual(theirs.map(({ id, type }) => ({ id, type })));
    for (const [at, feature] of theirs.entries()) {
      expect(furthest(feature, ours[at]!), `${feature.id}`).toBeLessThanOrEqual(tolerance);
      expect(furthest(ours[at]!, feature), `${feature.id}`).toBeLessThanOrEqual(tolerance);
    }
  },
);

async function drawnByPostgis(
  layer: string,
  { z, x, y }: TileCoordinate,
  shapes: Sql,
): Promise<DecodedFeature[]> {
  const { rows } = await database.query<{ tile: Buffer }>(sql`
    with shape as materialized (
      select s.id, st_asmvtgeom(s.geom, st_tileenvelope(${z}::int, ${x}::int, ${y}::int), 4096, 64, true) as geom
      from (${shapes}) as s
      order by s.id
    )
    select st_asmvt(shape, ${layer}::text, 4096, 'geom', 'id') as tile from shape where geom is not null`);
  return decodeTile(rows[0]!.tile)[layer]!;
}

/** How far, in tile units along an axis, the vertices of one shape inside the tile lie from the other at most. */
function furthest(from: DecodedFeature, to: DecodedFeature): number {
  // along the border of the buffer, which nobody sees, a cut ring runs as it comes
  const isSeen = ([x, y]: [number, number]) => x > -60 && x < 4156 && y > -60 && y < 4156;
  const distances = from.lines
    .flat()
    .filter(isSeen)
    .map((vertex) => {
      const toVertices = to.lines.flat().map((other) => axisDistance(vertex, other));
      const toEdges = to.lines.flatMap((line) =>
        line.slice(1).map((end, i) => axisDistance(vertex, nearestOn(vertex, line[i]!, end))),
      );
      return Math.min(...toVertices, ...toEdges);
    });
  return Math.max(0, ...distances);
}

function axisDistance([ax, ay]: [number, number], [bx, by]: [number, number]): number {
  return Math.max(Math.abs(ax - bx), Math.abs(ay - by));
}

function nearestOn(
  [px, py]: [number, number],
  [ax, ay]: [number, number],
  [bx, by]: [number, number],
): [number, number] {
  const length2 = (bx - ax) ** 2 + (by - ay) ** 2;
  const share = length2 === 0 ? 0 : ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length2;
  const clamped = Math.min(1, Math.max(0, share));
  return [ax + clamped * (bx - ax), ay + clamped * (by - ay)];
}
