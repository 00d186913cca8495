import sql from 'sql-template-tag';
import { beforeAll, describe, expect, test } from 'vitest';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { createSampleRegion, sample } from '../testing/sampleRegion.ts';
import { isOwn, tilePath, tileReader } from '../testing/tiles.ts';

const database = await testDatabase();
const app = await testApp(database);
const { tile } = tileReader(app);
let regionId: number;

beforeAll(async () => {
  ({ regionId } = await createSampleRegion(database));
});

const tilePathAt = (layer: string, z: number) => tilePath(layer, z, sample.centre);

describe('grids and areas', () => {
  test('all grids in force lie in one tile, each with its identity and the id of its version', async () => {
    const { grids } = await tile(tilePathAt('grids', 9));
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
    const { grids } = await tile(tilePathAt('grids', 12));
    const owners = new Map<string, Set<number>>();
    for (const { id, lines } of grids!) {
      for (const [x, y] of lines.flat()) {
        if (x < 0 || y < 0 || x > 4096 || y > 4096) continue;
        const key = `${x},${y}`;
        owners.set(key, (owners.get(key) ?? new Set()).add(id!));
      }
    }
    const outline = await tile(tilePathAt('areas', 12));
    const region = outline.areas!.find(({ properties }) => properties.kind === 'region')!;
    const outer = new Set(region.lines.flat().map(([x, y]) => `${x},${y}`));
    const lonely = [...owners].filter(([vertex, ids]) => ids.size === 1 && !outer.has(vertex));
    expect(owners.size).toBeGreaterThan(100);
    expect(lonely).toEqual([]);
  });

  const labelZooms = [
    ...[4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18].map((z) => ['areas', 'area_labels', z] as const),
    ...[12, 13, 14, 15, 16, 17, 18].map((z) => ['grids', 'grid_labels', z] as const),
  ];

  test.each(labelZooms)('of %s every one in %s stands in its shape at zoom %i', async (layer, labels, z) => {
    const place = await labelPlace(layer);
    const tile = await tileReader(app).tile(tilePath(layer, z, place));
    const own = tile[labels]!.filter(isOwn);
    expect(own.length).toBeGreaterThan(0);
    for (const label of own) {
      const shape = tile[layer]!.find(({ id }) => id === label.id);
      // smaller than a tile unit, it is not drawn
      if (!shape && z < 6) continue;
      expect(label.properties).toEqual(shape!.properties);
      expect(isInside(label.lines[0]![0]!, shape!.lines), `${label.properties.code}`).toBe(true);
    }
  });

  /** Where the first one has its label. */
  async function labelPlace(layer: 'areas' | 'grids'): Promise<[number, number]> {
    const { rows } = await database.query<{ lon: number; lat: number }>(
      layer === 'areas'
        ? sql`select st_x(label_point) as lon, st_y(label_point) as lat from area_version
            where valid_to = 'infinity' order by area_version_id limit 1`
        : sql`select st_x(label_point) as lon, st_y(label_point) as lat from grid_version
            where valid_to = 'infinity' order by grid_version_id limit 1`,
    );
    return [rows[0]!.lon, rows[0]!.lat];
  }

  test('far out there is the region, closer its streets and communities', async () => {
    const kinds = async (z: number) => {
      const { areas } = await tile(tilePathAt('areas', z));
      return [...new Set(areas!.map(({ properties }) => properties.kind))].sort();
    };
    expect(await kinds(4)).toEqual(['region']);
    expect(await kinds(7)).toEqual(['region', 'street']);
    expect(await kinds(9)).toEqual(['community', 'region', 'street']);
  });
});

describe('roads and water', () => {
  test('the larger roads come first', async () => {
    const kinds = async (z: number) => {
      const { roads } = await tile(tilePathAt('roads', z));
      return [...new Set(roads!.map(({ properties }) => properties.kind))].sort();
    };
    expect(await kinds(8)).toEqual(['trunk']);
    expect(await kinds(10)).toEqual(['main', 'trunk']);
    expect(await kinds(14)).toEqual(['lane', 'main', 'street', 'trunk']);
  });

  test.each([
    ['roads', 14, 'kind=trunk,lane', ['lane', 'trunk']],
    ['water', 13, 'kind=lake', ['lake']],
    ['areas', 9, 'kind=community', ['community']],
    ['areas', 9, 'kind=region,street', ['region', 'street']],
    ['grids', 12, 'kind=base', ['base']],
    ['blocks', 14, 'kind=residential', ['residential']],
  ])('of %s at zoom %i, %s leaves these kinds alone', async (layer, z, query, kinds) => {
    const path = tilePathAt(layer, z);
    const all = await tile(path);
    const left = await tile(`${path}?${query}`);
    for (const [name, features] of Object.entries(left)) {
      const expected = all[name]!.filter(({ properties }) => kinds.includes(String(properties.kind)));
      expect(features).toEqual(expected);
    }
    expect([...new Set(left[layer]!.map(({ properties }) => properties.kind))].sort()).toEqual(kinds);
  });

  test('a kind that there is none of leaves nothing', async () => {
    const response = await app.inject(`${tilePathAt('grids', 12)}?kind=dedicated`);
    expect(response.statusCode).toBe(204);
  });

  test('a lake keeps its island, and a stream is a line', async () => {
    const { water } = await tile(tilePathAt('water', 13));
    const lake = water!.find(({ properties }) => properties.kind === 'lake')!;
    expect(lake.type).toBe('polygon');
    expect(lake.lines.map((ring) => Math.sign(ringArea(ring)))).toEqual([1, -1]);
    expect(water!.find(({ properties }) => properties.kind === 'stream')!.type).toBe('line');
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
