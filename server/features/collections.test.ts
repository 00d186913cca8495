// What each collection holds, by its times and places.
import type { Feature, FeatureCollection } from 'geojson';
import sql from 'sql-template-tag';
import { beforeAll, describe, expect, test } from 'vitest';
import { appendChange } from '../changes/queries.ts';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { createEmptyRegion } from '../testing/regions.ts';
import { addPoint, addWorker, codes, createTwoRegions, secondVersionFrom } from '../testing/twoRegions.ts';

const database = await testDatabase();
const app = await testApp(database);
let west: number;
let lonely: number;

type Page = FeatureCollection & { numberMatched: number; numberReturned: number };

async function items(collection: string, query = ''): Promise<Page> {
  const response = await app.inject(`/ogc/collections/${collection}/items?limit=1000${query}`);
  expect(response.statusCode, response.body).toBe(200);
  const page = response.json<Page>();
  expect(page.numberReturned).toBe(page.features.length);
  return page;
}

const codesOf = ({ features }: Page) => features.map(({ properties }) => properties!.code as string).sort();

beforeAll(async () => {
  ({ west } = await createTwoRegions(database));
  lonely = (await createEmptyRegion(database, '370299')).regionId;
  await addWorker(database, { regionId: west, number: 7, grid: codes.left, from: '2026-01-01T00:00:00Z' });
  await addWorker(database, {
    regionId: west,
    number: 8,
    grid: codes.right,
    from: '2026-01-01T00:00:00Z',
    to: '2026-02-01T00:00:00Z',
  });
  await addPoint(database, 'household', { regionId: west, reference: 'h1', place: [2, 9], grid: codes.left });
  await addPlaces();
});

/** Anywhere: at both sides of the antimeridian, on it, at the poles and near them. */
const farPlaces = {
  fiji: [178.4, -18.1],
  samoa: [-171.8, -13.8],
  dateline: [180, -16.8],
  svalbard: [15.6, 78.2],
  northPole: [42, 90],
  southPole: [-120, -90],
} as const;

async function addPlaces(): Promise<void> {
  await database.transaction(async (tx) => {
    const sequence = await appendChange(tx, lonely, 'test', 'test');
    for (const [reference, [lon, lat]] of Object.entries(farPlaces)) {
      await tx.query(sql`
        insert into household (region_id, source, reference, geom, change_sequence)
        values (${lonely}, 'far', ${reference}, st_setsrid(st_makepoint(${lon}::float8, ${lat}::float8), 4326), ${sequence})`);
    }
  });
}

describe('regions', () => {
  test('have the union of their grids as shape; one without grids has none', async () => {
    const { features } = await items('regions');
    expect(features.map(({ properties }) => properties!.code)).toEqual([codes.west, codes.east, '370299']);
    expect(features.map(({ geometry }) => geometry?.type)).toEqual([
      'MultiPolygon',
      'MultiPolygon',
      undefined,
    ]);
    expect(features[2]!.geometry).toBeNull();
    const { rows } = await database.query<{ equal: boolean }>(sql`
      select st_area(st_symdifference(
        st_setsrid(st_geomfromgeojson(${JSON.stringify(features[0]!.geometry)}), 4326),
        (select st_union(geom) from grid_version
          where region_id = ${west} and kind = 'base' and valid_to = 'infinity'))) < 1e-15 as equal`);
    expect(rows[0]!.equal).toBe(true);
  });

  test('without a shape are part of every box', async () => {
    expect(codesOf(await items('regions', '&bbox=0,0,1,1'))).toEqual(['370299']);
  });
});

describe('areas', () => {
  test('are the streets and communities in force, each with its parent', async () => {
    const { features } = await items('areas');
    const found = features.map(({ properties }) => [properties!.kind, properties!.code, properties!.parent]);
    expect(found).toEqual(
      expect.arrayContaining([
        ['street', '370215001', codes.west],
        ['community', codes.community, '370215001'],
      ]),
    );
    expect(found.some(([kind]) => kind === 'region')).toBe(false);
  });

  test('an area that did not change with a later version is there once, at any time', async () => {
    const now = codesOf(await items('areas'));
    expect(codesOf(await items('areas', '&datetime=2026-02-01T00:00:00Z'))).toEqual(now);
    expect(codesOf(await items('areas', '&datetime=../..'))).toEqual(now);
  });
});

describe('grids and their versions', () => {
  test('an instant shows the shape in force then, an interval the latest one in it, each grid once', async () => {
    const versionOf = async (query: string) =>
      (await items('grids', query)).features.find(({ properties }) => properties!.code === codes.left)!
        .properties!.boundaryVersion;
    expect(await versionOf('')).toBe(2);
    expect(await versionOf('&datetime=2026-02-01T00:00:00Z')).toBe(1);
    expect(await versionOf('&datetime=2026-02-01T00:00:00Z/..')).toBe(2);
    expect(await versionOf('&datetime=../2026-02-01T00:00:00Z')).toBe(1);
    const { features, numberMatched } = await items('grids', '&datetime=../..');
    expect(new Set(features.map(({ id }) => id)).size).toBe(features.length);
    expect(numberMatched).toBe(features.length);
  });

  test('the versions are all there, with ids of their own and the id of their grid', async () => {
    const grids = await items('grids');
    const versions = await items('grid-versions');
    expect(versions.numberMatched).toBe(grids.numberMatched + 2);
    const left = versions.features.filter(({ properties }) => properties!.code === codes.left);
    expect(left.map(({ properties }) => [properties!.boundaryVersion, properties!.endVersion])).toEqual([
      [1, 2],
      [2, null],
    ]);
    const grid = grids.features.find(({ properties }) => properties!.code === codes.left)!;
    expect(left.map(({ properties }) => properties!.gridId)).toEqual([grid.id, grid.id]);
    expect(new Set(versions.features.map(({ id }) => id)).size).toBe(versions.features.length);
  });

  test('a version is found by any time at which it held, ends as they are', async () => {
    const count = async (datetime: string) =>
      (await items('grid-versions', `&datetime=${datetime}`)).features.filter(
        ({ properties }) => properties!.code === codes.left,
      ).length;
    expect(await count('2026-02-01T00:00:00Z')).toBe(1);
    expect(await count(`2026-02-01T00:00:00Z/${secondVersionFrom}`)).toBe(2);
    expect(await count(`${secondVersionFrom}/..`)).toBe(1);
  });
});

describe('workers', () => {
  test('have a number and grids, no place and nothing personal', async () => {
    await database.query(sql`
      insert into worker_personal (region_id, worker_id, name, phone)
      select region_id, worker_id, '王芳', '13800000000' from worker where number = 7`);
    const { features } = await items('workers');
    expect(features.map(({ geometry, properties }) => ({ geometry, properties }))).toEqual([
      { geometry: null, properties: { number: 7, region: codes.west, grids: [codes.left] } },
      { geometry: null, properties: { number: 8, region: codes.west, grids: [] } },
    ]);
  });

  test('with datetime have the grids that they worked then', async () => {
    const gridsAt = async (datetime: string) =>
      (await items('workers', `&datetime=${datetime}`)).features.map(({ properties }) => properties!.grids);
    expect(await gridsAt('2026-01-15T00:00:00Z')).toEqual([[codes.left], [codes.right]]);
    expect(await gridsAt('2026-03-01T00:00:00Z/..')).toEqual([[codes.left], []]);
  });

  test('are part of every box', async () => {
    expect((await items('workers', '&bbox=0,0,1,1')).numberMatched).toBe(2);
  });
});

describe('boxes', () => {
  const found = async (bbox: string) =>
    (await items('households', `&bbox=${bbox}`)).features
      .map(({ properties }) => properties!.reference)
      .sort();

  test.each([
    ['177,-20,-177,-10', ['dateline', 'fiji']],
    ['170,-20,-170,-10', ['dateline', 'fiji', 'samoa']],
    ['-180,-20,-170,-10', ['dateline', 'samoa']],
    ['178,-20,180,-10', ['dateline', 'fiji']],
    ['-177,-20,177,-10', ['samoa']],
    ['0,78,20,90', ['northPole', 'svalbard']],
    ['-180,85,180,90', ['northPole']],
    ['100,80,110,90', ['northPole']],
    ['0,-90,10,-80', ['southPole']],
    ['-180,-90,180,90', [...Object.keys(farPlaces), 'h1'].sort()],
    ['0,0,0,180,90,100', ['h1', 'northPole', 'svalbard']],
    ['10,10,20,20', []],
  ])('%s holds %j', async (bbox, references) => {
    expect(await found(bbox)).toEqual([...references].sort());
    expect((await items('households', `&bbox=${bbox}`)).numberMatched).toBe(references.length);
  });

  test('a box may select by what touches its edge', async () => {
    const [feature] = (await items('grids')).features as [Feature];
    const [lon, lat] =
      feature.geometry.type === 'MultiPolygon' ? feature.geometry.coordinates[0]![0]![0]! : [];
    const touching = await items('grids', `&bbox=${lon},${lat},${lon},${lat}`);
    expect(touching.features.map(({ id }) => id)).toContain(feature.id);
  });
});
