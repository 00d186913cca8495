// GEOS as an independent truth about the locator. `ST_Covers` is not exact in degrees near slanted edges; in integer
// units it is.
import sql from 'sql-template-tag';
import { expect, test } from 'vitest';
import { type Fixed, toDegrees } from '../../core/coordinates.ts';
import { buildCoverage, type Coverage, type CoverageGrid } from '../../core/coverage.ts';
import { buildLocator } from '../../core/locator.ts';
import { pointsOnEdges, randomPoints } from '../../fixtures/points.ts';
import { wigglyCoverage } from '../../fixtures/wigglyCoverage.ts';
import { testDatabase } from './database.ts';

const database = await testDatabase();

const grids = wigglyCoverage({ grids: 200, verticesPerGrid: 120, seed: 3 });
/** Every third grid again, as dedicated ones: with gaps between them, and some that touch. */
const dedicatedGrids = grids.filter((_, i) => i % 3 === 0);
const base = buildCoverage(grids);
const dedicated = buildCoverage(dedicatedGrids, { gapsAllowed: true });
const locator = buildLocator(base.coverage, dedicated.coverage);

await database.query(sql`create table oracle_grid (code text collate "C", geom geometry)`);
await database.query(sql`
  insert into oracle_grid
  select grid ->> 'code', ST_SnapToGrid(ST_Scale(ST_SetSRID(ST_GeomFromGeoJSON(grid -> 'shape'), 0), 1e7, 1e7), 1)
  from jsonb_array_elements(${JSON.stringify(grids.map(geoJsonOf))}::jsonb) grid`);
// the index is on the points, so that GEOS prepares each grid once
await database.query(sql`create table oracle_point (number integer, geom geometry)`);
await database.query(sql`create index on oracle_point using gist (geom)`);

test('the coverage of the test is exact', () => {
  expect([...base.defects, ...dedicated.defects]).toEqual([]);
});

test('100,000 random points lie in the grids that GEOS names', async () => {
  await expectOwnersOfGeos(randomPoints(base.coverage, 100_000, 11));
});

test('20,000 points on edges and vertices belong to the lowest of the grids that GEOS names', async () => {
  const points = pointsOnEdges(base.coverage, 20_000, 12);
  await expectOwnersOfGeos(points);
});

async function expectOwnersOfGeos({ xs, ys }: { xs: Int32Array; ys: Int32Array }): Promise<void> {
  const baseFaces = new Int32Array(xs.length);
  const dedicatedFaces = new Int32Array(xs.length);
  locator.locateMany(xs, ys, baseFaces, dedicatedFaces);
  const dedicatedCodes = new Set(dedicatedGrids.map(({ code }) => code));
  const differences: unknown[] = [];
  for (const [i, covering] of (await coveringCodes(xs, ys)).entries()) {
    const truth = [covering[0], covering.find((code) => dedicatedCodes.has(code))];
    const answer = [codeOf(base.coverage, baseFaces[i]!), codeOf(dedicated.coverage, dedicatedFaces[i]!)];
    if (truth[0] !== answer[0] || truth[1] !== answer[1])
      differences.push({ x: xs[i], y: ys[i], truth, answer });
  }
  expect(differences).toEqual([]);
}

/** For each point the codes of the grids that cover it, in ascending order. */
async function coveringCodes(xs: Int32Array, ys: Int32Array): Promise<string[][]> {
  await database.query(sql`truncate oracle_point`);
  await database.query(sql`
    insert into oracle_point
    select number, ST_SnapToGrid(ST_Scale(ST_MakePoint(lon, lat), 1e7, 1e7), 1)
    from unnest(${Array.from(xs, toDegrees)}::float8[], ${Array.from(ys, toDegrees)}::float8[])
      with ordinality as degrees (lon, lat, number)`);
  await database.query(sql`analyze oracle_point`);
  const { rows } = await database.query<{ number: number; code: string }>(sql`
    select point.number, grid.code
    from oracle_grid grid
    join oracle_point point on ST_Covers(grid.geom, point.geom)
    order by point.number, grid.code`);
  const codes: string[][] = Array.from(xs, () => []);
  for (const { number, code } of rows) codes[number - 1]!.push(code);
  return codes;
}

function codeOf(coverage: Coverage, face: number): string | undefined {
  return face < 0 ? undefined : coverage.codes[face];
}

function geoJsonOf({ code, polygons }: CoverageGrid) {
  const coordinates = polygons.map((rings) =>
    rings.map((ring) => {
      const positions: [number, number][] = [];
      for (let i = 0; i <= ring.length; i += 2) {
        const at = i % ring.length;
        positions.push([toDegrees(ring[at] as Fixed), toDegrees(ring[at + 1] as Fixed)]);
      }
      return positions;
    }),
  );
  return { code, shape: { type: 'MultiPolygon', coordinates } };
}
