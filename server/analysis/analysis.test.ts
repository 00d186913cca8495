import sql from 'sql-template-tag';
import { beforeAll, describe, expect, test } from 'vitest';
import { workloads } from '../../core/workload.ts';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { addPoint, addWorker, codes, createTwoRegions, places } from '../testing/twoRegions.ts';
import type { Unassigned, Workload } from './schemas.ts';

const database = await testDatabase();
const app = await testApp(database);
let west: number;

beforeAll(async () => {
  west = (await createTwoRegions(database)).west;
  await addWorker(database, { regionId: west, number: 1, grid: codes.left, from: '2026-01-01T00:00:00Z' });
  await addWorker(database, { regionId: west, number: 2, grid: codes.right, from: '2026-01-01T00:00:00Z' });
  await addWorker(database, { regionId: west, number: 3, grid: codes.right, from: '2026-01-01T00:00:00Z' });
  const households = [
    { place: places.inLeft, grid: codes.left, people: 4, keyPersons: 1 },
    { place: places.inLeft, grid: codes.left, people: 2 },
    { place: places.inPark, grid: codes.park, people: 1 },
    { place: places.nearTheTop, grid: null, people: 5 },
    { place: places.farAway, grid: null },
  ];
  for (const [index, household] of households.entries()) {
    await addPoint(database, 'household', { regionId: west, reference: `h${index}`, ...household });
  }
  const incidents = [
    { place: places.inRight, grid: codes.right, category: 'water', reportedAt: '2026-03-10T00:00:00Z' },
    {
      place: places.inRight,
      grid: codes.right,
      category: 'noise',
      reportedAt: '2026-03-20T00:00:00Z',
      status: 'closed',
    },
    { place: places.inRight, grid: codes.right, category: 'noise', reportedAt: '2026-05-01T00:00:00Z' },
    { place: places.nearTheTop, grid: null, reportedAt: '2026-03-15T00:00:00Z' },
  ];
  for (const [index, incident] of incidents.entries()) {
    await addPoint(database, 'incident', { regionId: west, reference: `i${index}`, ...incident });
  }
});

function get(path: string, query: Record<string, string> = {}, headers: Record<string, string> = {}) {
  return app.inject({ url: `/api/regions/${codes.west}/${path}`, query, headers });
}

describe('the workload', () => {
  /** 28 days: four weeks. */
  const march = { from: '2026-03-01', to: '2026-03-29' };

  async function workload(query: Record<string, string> = march): Promise<Workload> {
    const response = await get('workload', query);
    expect(response.statusCode).toBe(200);
    return response.json();
  }

  function gridOf({ grids }: Workload, code: string) {
    return grids.find((grid) => grid.code === code)!;
  }

  test('counts each point for its responsible grid alone', async () => {
    const answer = await workload();
    expect(gridOf(answer, codes.left)).toMatchObject({
      households: 2,
      people: 6,
      keyPersons: 1,
      incidents: 0,
    });
    expect(gridOf(answer, codes.park)).toMatchObject({ households: 1, people: 1 });
  });

  test('counts the incidents reported in the period, and the open ones whenever reported', async () => {
    expect(gridOf(await workload(), codes.right)).toMatchObject({ incidents: 2, openIncidents: 2 });
  });

  test('is the sum of its parts in minutes a week, by the weights that it names', async () => {
    const answer = await workload();
    const { householdMinutes, keyPersonMinutes, areaMinutesPerKm2, incidentMinutes } = answer.weights;
    const left = gridOf(answer, codes.left);
    expect(left.parts.households).toBeCloseTo(2 * householdMinutes);
    expect(left.parts.keyPersons).toBeCloseTo(keyPersonMinutes);
    expect(left.parts.area).toBeCloseTo(left.areaKm2 * areaMinutesPerKm2);
    const right = gridOf(answer, codes.right);
    expect(right.parts.incidents).toBeCloseTo((incidentMinutes.water! + incidentMinutes.noise!) / 4);
    for (const { parts, workload } of answer.grids) {
      expect(workload).toBeCloseTo(parts.households + parts.keyPersons + parts.incidents + parts.area);
    }
  });

  test('is 100 in the mean, over grids and over workers', async () => {
    const { grids, balance } = await workload();
    const mean = grids.reduce((sum, grid) => sum + grid.index, 0) / grids.length;
    expect(mean).toBeCloseTo(100);
    const staffed = grids.filter((grid) => grid.workers.length > 0);
    expect(staffed.map((grid) => grid.workers)).toEqual([[1], [2, 3]]);
    const perWorker = staffed.reduce((sum, grid) => sum + grid.indexPerWorker! * grid.workers.length, 0) / 3;
    expect(perWorker).toBeCloseTo(100);
    expect(balance!.meanPerWorker).toBeCloseTo(staffed.reduce((sum, grid) => sum + grid.workload, 0) / 3);
  });

  test("splits each grid's incidents of the period by category", async () => {
    const answer = await workload();
    expect(gridOf(answer, codes.right).incidentsByCategory).toEqual({ noise: 1, water: 1 });
    expect(gridOf(answer, codes.left).incidentsByCategory).toEqual({});
  });

  test('says of each worker what his share of his grids is', async () => {
    const { workers, grids, balance } = await workload();
    const total = (code: string) => grids.find((grid) => grid.code === code)!.workload;
    expect(workers.map(({ number, grids }) => [number, grids])).toEqual([
      [1, [codes.left]],
      [2, [codes.right]],
      [3, [codes.right]],
    ]);
    expect(workers.map(({ minutes }) => minutes)).toEqual([
      total(codes.left),
      total(codes.right) / 2,
      total(codes.right) / 2,
    ]);
    for (const { minutes, index } of workers) {
      expect(index).toBeCloseTo((100 * minutes) / balance!.meanPerWorker);
    }
  });

  test('can be worked out again from what it says', async () => {
    const { grids, workers, weights } = await workload();
    const loads = grids.map((grid) => ({ ...grid, incidents: grid.incidentsByCategory }));
    const again = workloads(loads, weights, 4);
    expect(again.grids.map(({ total }) => total)).toEqual(grids.map((grid) => grid.workload));
    expect(again.grids.map(({ indexPerWorker }) => indexPerWorker)).toEqual(
      grids.map((grid) => grid.indexPerWorker),
    );
    expect(workers.map(({ number }) => again.ofWorkers.get(number))).toEqual(
      workers.map(({ minutes }) => minutes),
    );
  });

  test("takes the region's own weights where it has some", async () => {
    await database.query(
      sql`update region set workload_weights = '{"householdMinutes": 1000}' where region_id = ${west}`,
    );
    const answer = await workload();
    expect(answer.weights.householdMinutes).toBe(1000);
    expect(gridOf(answer, codes.left).parts.households).toBe(2000);
    await database.query(sql`update region set workload_weights = null where region_id = ${west}`);
  });

  test('of a region without workers has no balance', async () => {
    const response = await app.inject(`/api/regions/${codes.east}/workload`);
    expect(response.json()).toMatchObject({
      balance: null,
      workers: [],
      grids: [{ code: codes.eastern, indexPerWorker: null }],
    });
  });

  test('that a client has is not sent again until something is written', async () => {
    const etag = (await get('workload', march)).headers.etag as string;
    const again = await get('workload', march, { 'if-none-match': etag });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    const other = await get('workload', { ...march, to: '2026-03-30' }, { 'if-none-match': etag });
    expect(other.statusCode).toBe(200);
  });

  test.each([
    [{ from: 'yesterday' }, 'from'],
    [{ to: '2026-13-01' }, 'to'],
    [{ from: '2026-04-01', to: '2026-03-01' }, 'from'],
    [{ since: '2026-04-01' }, 'since'],
  ])('for %o is refused by name', async (query, parameter) => {
    const response = await get('workload', query as Record<string, string>);
    expect([response.statusCode, response.json().parameter]).toEqual([400, parameter]);
  });
});

describe('unassigned points', () => {
  async function unassigned(query: Record<string, string> = {}): Promise<Unassigned> {
    const response = await get('unassigned', query);
    expect(response.statusCode).toBe(200);
    return response.json();
  }

  test('are listed with the nearest grid and its distance', async () => {
    const { total, points, next } = await unassigned();
    expect([total, next]).toEqual([3, null]);
    expect(points.map((point) => point.reference)).toEqual(['h3', 'h4', 'i3']);
    expect(points[0]).toMatchObject({ kind: 'household', nearestGrid: { code: codes.top } });
    // 0.0015 degrees north of a nearly level edge
    expect(points[0]!.distanceM).toBeGreaterThan(150);
    expect(points[0]!.distanceM).toBeLessThan(170);
  });

  test('of one kind can be asked for', async () => {
    const { total, points } = await unassigned({ kind: 'incident' });
    expect([total, points.map((point) => point.reference)]).toEqual([1, ['i3']]);
  });

  test('come page by page, each once', async () => {
    const references: string[] = [];
    let after: string | null = null;
    do {
      const page: Unassigned = await unassigned({ limit: '1', ...(after === null ? {} : { after }) });
      expect(page.total).toBe(3);
      references.push(...page.points.map((point) => point.reference));
      after = page.next;
    } while (after !== null);
    expect(references).toEqual(['h3', 'h4', 'i3']);
  });

  test.each([
    [{ limit: '0' }, 'limit'],
    [{ limit: '1001' }, 'limit'],
    [{ kind: 'dog' }, 'kind'],
    [{ after: '12' }, 'after'],
    [{ page: '2' }, 'page'],
  ])('%o is refused by name', async (query, parameter) => {
    const response = await get('unassigned', query as Record<string, string>);
    expect([response.statusCode, response.json().parameter]).toEqual([400, parameter]);
  });
});

describe('defects', () => {
  test('of published boundaries: none, and no import was refused', async () => {
    const response = await get('defects');
    expect(response.json()).toMatchObject({
      published: { boundaryVersion: 2, fileName: null, defects: [] },
      refusedImport: null,
    });
  });

  test('of the last refused import are listed with the place', async () => {
    const gap = { kind: 'gap', grids: [codes.left], lon: 120.45, lat: 36.38, areaM2: 3.5, message: 'A gap' };
    await database.query(sql`
      insert into coverage_check (region_id, subject, boundary_version, file_name, defects)
      values (${west}, 'refused-import', 2, 'grids.geojson', ${JSON.stringify([gap])}::jsonb)`);
    expect((await get('defects')).json().refusedImport).toMatchObject({
      fileName: 'grids.geojson',
      defects: [gap],
    });
  });
});

test.each(['workload', 'unassigned', 'defects', 'summary'])(
  '%s of an unknown region is not found',
  async (path) => {
    const response = await app.inject(`/api/regions/999999/${path}`);
    expect(response.statusCode).toBe(404);
    expect(response.json().detail).toContain('999999');
  },
);
