import { gunzipSync } from 'node:zlib';
import sql from 'sql-template-tag';
import { beforeAll, describe, expect, test } from 'vitest';
import { appendChange } from '../changes/queries.ts';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { createSampleRegion, sample } from '../testing/sampleRegion.ts';
import { type DecodedFeature, decodeTile, tileAt } from '../testing/tiles.ts';
import { layerIds, layers } from './layers.ts';
import type { TileJson } from './schemas.ts';

const database = await testDatabase();
const app = await testApp(database);
let regionId: number;

beforeAll(async () => {
  ({ regionId } = await createSampleRegion(database));
});

function pathOf(layer: string, z: number, place: readonly [number, number] = sample.centre): string {
  const { x, y } = tileAt(place, z);
  return `/tiles/${layer}/${z}/${x}/${y}.mvt`;
}

async function tile(path: string): Promise<Record<string, DecodedFeature[]>> {
  const response = await app.inject(path);
  expect(response.statusCode, response.body).toBe(200);
  expect(response.headers['content-type']).toBe('application/vnd.mapbox-vector-tile');
  return decodeTile(response.rawPayload);
}

/** All tiles of a zoom that the layer's bounds touch. */
async function tilesWithin(layer: string, z: number): Promise<Record<string, DecodedFeature[]>[]> {
  const { bounds } = (await app.inject(`/tiles/${layer}.json`)).json<TileJson>();
  const [west, south, east, north] = bounds as [number, number, number, number];
  const [from, to] = [tileAt([west, north], z), tileAt([east, south], z)];
  const found = [];
  for (let x = from.x; x <= to.x; x++) {
    for (let y = from.y; y <= to.y; y++) {
      found.push(decodeTile((await app.inject(`/tiles/${layer}/${z}/${x}/${y}.mvt`)).rawPayload));
    }
  }
  return found;
}

describe('TileJSON', () => {
  test.each(layerIds)('of %s says where its tiles are and what is in them', async (id) => {
    const response = await app.inject({ url: `/tiles/${id}.json`, headers: { host: 'localhost:8080' } });
    expect(response.statusCode).toBe(200);
    const description = response.json<TileJson>();
    expect(description.tilejson).toBe('3.0.0');
    expect(description.tiles[0]).toMatch(`http://localhost:8080/tiles/${id}/{z}/{x}/{y}.mvt`);
    const [west, south, east, north] = description.bounds as [number, number, number, number];
    expect(west).toBeGreaterThan(120.4);
    expect(east).toBeLessThan(120.5);
    expect(south).toBeGreaterThan(36.3);
    expect(north).toBeLessThan(36.45);

    const decoded = await tile(new URL(description.tiles[0]!.replace('{z}/{x}/{y}', tilePath(14))).pathname);
    expect(Object.keys(decoded)).toEqual(description.vector_layers.map((layer) => layer.id));
    for (const { id: name, fields } of description.vector_layers) {
      const properties = new Set(decoded[name]!.flatMap((feature) => Object.keys(feature.properties)));
      for (const property of properties) expect(Object.keys(fields)).toContain(property);
    }
  });

  test('of an unknown layer is answered with the layers that are there', async () => {
    const response = await app.inject('/tiles/dragons.json');
    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({ value: 'dragons', layers: layerIds });
  });

  test('of one region passes the region on to its tiles', async () => {
    const description = (await app.inject(`/tiles/grids.json?region=${sample.code}`)).json<TileJson>();
    expect(new URL(description.tiles[0]!).searchParams.get('region')).toBe(sample.code);
    expect((await app.inject('/tiles/grids.json?region=999999')).statusCode).toBe(404);
  });

  function tilePath(z: number): string {
    const { x, y } = tileAt(sample.centre, z);
    return `${z}/${x}/${y}`;
  }
});

describe('grids and areas', () => {
  test('all grids in force lie in one tile, each with its identity and the id of its version', async () => {
    const { grids } = await tile(pathOf('grids', 9));
    const { rows } = await database.query<{ id: string; code: string }>(sql`
      select grid_version_id as id, code from grid_version
      where region_id = ${regionId} and valid_to = 'infinity' order by grid_version_id`);
    expect(grids!.map(({ id, properties }) => ({ id: String(id), code: properties.code }))).toEqual(rows);
    expect(grids![0]!.properties).toEqual({
      code: '370215001001001',
      kind: 'base',
      name: '网格001',
      name_en: 'Grid 001',
      community: '370215001001',
    });
  });

  test('neighbouring grids share their simplified vertices in a tile at zoom 12', async () => {
    const { grids } = await tile(pathOf('grids', 12));
    const owners = new Map<string, Set<number>>();
    for (const { id, lines } of grids!) {
      for (const [x, y] of lines.flat()) {
        if (x < 0 || y < 0 || x > 4096 || y > 4096) continue;
        const key = `${x},${y}`;
        owners.set(key, (owners.get(key) ?? new Set()).add(id!));
      }
    }
    const outline = await tile(pathOf('areas', 12));
    const region = outline.areas!.find(({ properties }) => properties.kind === 'region')!;
    const outer = new Set(region.lines.flat().map(([x, y]) => `${x},${y}`));
    const lonely = [...owners].filter(([vertex, ids]) => ids.size === 1 && !outer.has(vertex));
    expect(owners.size).toBeGreaterThan(100);
    expect(lonely).toEqual([]);
  });

  test('a label stands in its grid and carries the same id', async () => {
    const { grids, grid_labels } = await tile(pathOf('grids', 14));
    const inside = grid_labels!.filter(({ lines }) =>
      lines[0]![0]!.every((unit) => unit >= 0 && unit < 4096),
    );
    expect(inside.length).toBeGreaterThan(0);
    for (const label of inside) {
      const grid = grids!.find(({ id }) => id === label.id)!;
      expect(label.properties).toEqual(grid.properties);
      expect(isInside(label.lines[0]![0]!, grid.lines)).toBe(true);
    }
  });

  test('far out there is the region, closer its streets and communities', async () => {
    const kinds = async (z: number) => {
      const { areas } = await tile(pathOf('areas', z));
      return [...new Set(areas!.map(({ properties }) => properties.kind))].sort();
    };
    expect(await kinds(4)).toEqual(['region']);
    expect(await kinds(7)).toEqual(['region', 'street']);
    expect(await kinds(9)).toEqual(['community', 'region', 'street']);
  });
});

describe('households and incidents', () => {
  test.each([2, 9, 12, 14])('at zoom %i every household is counted in one cell of one tile', async (z) => {
    const tiles = await tilesWithin('households', z);
    const cells = tiles.flatMap(({ households }) => households ?? []);
    const total = cells.reduce((sum, { properties }) => sum + Number(properties.count), 0);
    expect(total).toBe(sample.households);
    for (const { households } of tiles) expect(households?.length ?? 0).toBeLessThanOrEqual(32 * 32);
  });

  test('from zoom 15 on each is a point with its id', async () => {
    const tiles = await tilesWithin('incidents', 15);
    const points = tiles.flatMap(({ incidents }) => incidents ?? []);
    expect(new Set(points.map(({ id }) => id)).size).toBe(sample.incidents);
    const { rows } = await database.query<{ id: string }>(sql`
      select incident_id as id from incident where reference = 'i1'`);
    expect(points.find(({ id }) => String(id) === rows[0]!.id)!.properties).toEqual({
      category: 'noise',
      severity: 2,
      status: 'received',
      reported: Date.parse(sample.firstIncidentAt) / 1000,
    });
  });

  test('a tile that would be crowded with points counts them in cells instead', async () => {
    const crowd = 8100;
    await database.query(sql`
      insert into household (region_id, source, reference, geom, change_sequence)
      select ${regionId}::int, 'crowd', n::text,
        st_setsrid(st_makepoint(100.0001 + (n % 90) * 1e-5, 30.0001 + (n / 90) * 1e-5), 4326), 1
      from generate_series(1, ${crowd}::int) as n`);
    const { households } = await tile(pathOf('households', 15, [100.0005, 30.0005]));
    const total = households!.reduce((sum, { properties }) => sum + Number(properties.count), 0);
    expect(households!.every(({ id }) => id === undefined)).toBe(true);
    expect(total).toBe(crowd);
    await database.query(sql`delete from household where source = 'crowd'`);
  });
});

describe('roads and water', () => {
  test('the larger roads come first', async () => {
    const kinds = async (z: number) => {
      const { roads } = await tile(pathOf('roads', z));
      return [...new Set(roads!.map(({ properties }) => properties.kind))].sort();
    };
    expect(await kinds(8)).toEqual(['trunk']);
    expect(await kinds(10)).toEqual(['main', 'trunk']);
    expect(await kinds(14)).toEqual(['lane', 'main', 'street', 'trunk']);
  });

  test('a lake keeps its island, and a stream is a line', async () => {
    const { water } = await tile(pathOf('water', 13));
    const lake = water!.find(({ properties }) => properties.kind === 'lake')!;
    expect(lake.type).toBe('polygon');
    expect(lake.lines.map((ring) => Math.sign(ringArea(ring)))).toEqual([1, -1]);
    expect(water!.find(({ properties }) => properties.kind === 'stream')!.type).toBe('line');
  });
});

describe('a tile that is not there', () => {
  test('is empty where nothing is to be seen', async () => {
    const response = await app.inject('/tiles/grids/10/0/0.mvt');
    expect(response.statusCode).toBe(204);
    expect(response.rawPayload.length).toBe(0);
  });

  test.each([
    ['/tiles/grids/99/0/0.mvt', 400, 'z', '99'],
    ['/tiles/grids/10/1024/0.mvt', 400, 'x', '1024'],
    ['/tiles/grids/10/0/1024.mvt', 400, 'y', '1024'],
    ['/tiles/grids/10/-1/0.mvt', 400, 'x', '-1'],
    ['/tiles/grids/10/0/abc.mvt', 400, 'y', 'abc'],
    ['/tiles/grids/10/0/0.mvt?colour=red', 400, 'colour', 'red'],
    ['/tiles/grids/10/0/0.mvt?region=jimo', 400, 'region', 'jimo'],
    ['/tiles/grids/24/0/0.mvt', 404, 'z', '24'],
    ['/tiles/grids/2/0/0.mvt', 404, 'z', '2'],
  ])('%s is answered %i and names %s=%s', async (path, status, parameter, value) => {
    const response = await app.inject(path);
    expect(response.statusCode).toBe(status);
    expect(response.headers['content-type']).toMatch('application/problem+json');
    expect(response.json()).toMatchObject({ status, parameter, value });
  });

  test('of an unknown region or layer is not found', async () => {
    expect((await app.inject('/tiles/grids/10/0/0.mvt?region=999999')).statusCode).toBe(404);
    expect((await app.inject('/tiles/dragons/10/0/0.mvt')).json()).toMatchObject({
      status: 404,
      layers: layerIds,
    });
  });
});

describe('caching', () => {
  async function versionedPath(layer: string, z: number): Promise<string> {
    const { tiles } = (await app.inject(`/tiles/${layer}.json`)).json<TileJson>();
    return pathOf(layer, z) + new URL(tiles[0]!).search;
  }

  test('boundaries asked for by the version in force may be kept for ever, others are asked again', async () => {
    const path = await versionedPath('grids', 12);
    expect((await app.inject(path)).headers['cache-control']).toBe('private, max-age=31536000, immutable');
    expect((await app.inject(`${pathOf('grids', 12)}?v=old`)).headers['cache-control']).toBe(
      'private, no-cache',
    );
    expect((await app.inject(pathOf('grids', 12))).headers['cache-control']).toBe('private, no-cache');
  });

  test('an incident written changes the tag of the incidents, not that of households or boundaries', async () => {
    const boundaries = await versionedPath('grids', 12);
    const known = async (layer: string) => ({
      'if-none-match': String((await app.inject(pathOf(layer, 12))).headers.etag),
    });
    const [incidents, households] = [await known('incidents'), await known('households')];
    await database.transaction(async (tx) => {
      const sequence = await appendChange(tx, regionId, 'test', 'test', {});
      await tx.query(sql`
        update incident set status = 'closed', change_sequence = ${sequence}
        where region_id = ${regionId} and reference = 'i2'`);
    });
    expect((await app.inject({ url: pathOf('incidents', 12), headers: incidents })).statusCode).toBe(200);
    expect((await app.inject({ url: pathOf('households', 12), headers: households })).statusCode).toBe(304);
    expect(await versionedPath('grids', 12)).toBe(boundaries);
  });

  test.each(['grids', 'incidents', 'roads'])('%s known by their tag are not sent again', async (layer) => {
    const path = pathOf(layer, 12);
    const { etag } = (await app.inject(path)).headers;
    for (const known of [etag!, `"other", W/${etag}`, '*']) {
      const response = await app.inject({ url: path, headers: { 'if-none-match': known } });
      expect(response.statusCode).toBe(304);
      expect(response.rawPayload.length).toBe(0);
      expect(response.headers.etag).toBe(etag);
    }
  });

  test('a compressed tile has the same content under another tag', async () => {
    const path = pathOf('grids', 12);
    const plain = await app.inject(path);
    const gzipped = await app.inject({ url: path, headers: { 'accept-encoding': 'gzip, br' } });
    expect(gzipped.headers['content-encoding']).toBe('gzip');
    expect(gzipped.headers.vary).toMatch(/accept-encoding/i);
    expect(gunzipSync(gzipped.rawPayload).equals(plain.rawPayload)).toBe(true);
    expect(gzipped.headers.etag).not.toBe(plain.headers.etag);
    const refused = await app.inject({ url: path, headers: { 'accept-encoding': 'gzip;q=0, br' } });
    expect(refused.headers['content-encoding']).toBeUndefined();
  });

  test('no answer may be kept by a proxy that others share', async () => {
    for (const { id, minzoom } of layers) {
      const response = await app.inject(pathOf(id, Math.max(minzoom, 12)));
      expect(response.headers['cache-control']).toMatch(/^private/);
    }
  });
});

/** Positive for a shell: the y axis points down. */
function ringArea(ring: [number, number][]): number {
  return ring.slice(1).reduce((sum, [x, y], i) => sum + ring[i]![0] * y - x * ring[i]![1], 0) / 2;
}

function isInside([x, y]: [number, number], rings: [number, number][][]): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [[ax, ay], [bx, by]] = [ring[i - 1]!, ring[i]!];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
  }
  return inside;
}
