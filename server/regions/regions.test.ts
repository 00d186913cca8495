import { beforeAll, expect, test } from 'vitest';
import { DEFAULT_CODE_PATTERN } from '../../core/gridCode.ts';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import {
  addPoint,
  addWorker,
  codes,
  createTwoRegions,
  places,
  secondVersionFrom,
} from '../testing/twoRegions.ts';
import { createRegion } from './registry.ts';

const database = await testDatabase();
const app = await testApp(database);

beforeAll(async () => {
  const { west: regionId } = await createTwoRegions(database);
  await createRegion(database, {
    code: '370299',
    name: '空区',
    nameEn: 'Empty district',
    timeZone: 'Asia/Shanghai',
    codePattern: DEFAULT_CODE_PATTERN,
  });
  await addWorker(database, { regionId, number: 1, grid: codes.left, from: '2026-01-01T00:00:00Z' });
  await addPoint(database, 'household', {
    regionId,
    reference: 'a',
    place: places.inTop,
    grid: codes.top,
    people: 4,
  });
  await addPoint(database, 'household', {
    regionId,
    reference: 'b',
    place: places.farAway,
    grid: null,
    keyPersons: 1,
  });
  await addPoint(database, 'incident', { regionId, reference: 'c', place: places.inTop, grid: codes.top });
  await addPoint(database, 'incident', {
    regionId,
    reference: 'd',
    place: places.farAway,
    grid: null,
    status: 'closed',
  });
});

test('regions are listed in order of code, with the extent and version of their boundaries', async () => {
  const { regions } = (await app.inject('/api/regions')).json();
  expect(regions).toMatchObject([
    {
      code: codes.west,
      nameEn: 'West district',
      timeZone: 'Asia/Shanghai',
      isDemo: false,
      boundaryVersion: 2,
      effectiveFrom: secondVersionFrom,
      bbox: [120.45, 36.3795, 120.4705, 36.4],
    },
    { code: codes.east, boundaryVersion: 1, effectiveFrom: null },
    { code: '370299', boundaryVersion: 0, effectiveFrom: null, bbox: null },
  ]);
});

test('a region without grids has no extent, and holds no point', async () => {
  const response = await app.inject('/api/regions/370299/summary');
  expect(response.json()).toMatchObject({
    region: { boundaryVersion: 0, bbox: null, effectiveFrom: null },
    areaKm2: 0,
    grids: { base: 0, dedicated: 0, withoutWorker: 0 },
    areas: { streets: 0, communities: 0 },
    coverage: { exact: null, defects: 0, checkedAt: null },
  });
});

test('a summary counts what there is now', async () => {
  const summary = (await app.inject(`/api/regions/${codes.west}/summary`)).json();
  expect(summary).toMatchObject({
    grids: { base: 3, dedicated: 1, withoutWorker: 3 },
    areas: { streets: 2, communities: 2 },
    workers: 1,
    households: { total: 2, people: 5, keyPersons: 1, unassigned: 1 },
    incidents: { total: 2, open: 1, unassigned: 1 },
    coverage: { exact: true, defects: 0 },
  });
  // about 20 by 20 steps of 0.001°, 90 by 111 m
  expect(summary.areaKm2).toBeGreaterThan(3.3);
  expect(summary.areaKm2).toBeLessThan(4);
});

test.each(['/api/regions?colour=red', `/api/regions/${codes.west}/summary?colour=red`])(
  'the unknown parameter of %s is refused by name',
  async (url) => {
    const response = await app.inject(url);
    expect([response.statusCode, response.json().parameter]).toEqual([400, 'colour']);
  },
);

test('a region code that is none is refused by name', async () => {
  const response = await app.inject('/api/regions/jimo/summary');
  expect([response.statusCode, response.json().parameter]).toEqual([400, 'region']);
});

test('the boundary versions are listed with what they changed and who published them, newest first', async () => {
  const published = { recordedAt: expect.any(String), source: 'test', actor: 'test' };
  const { versions } = (await app.inject(`/api/regions/${codes.west}/versions`)).json();
  expect(versions).toEqual([
    { version: 2, effectiveFrom: secondVersionFrom, ...published, changedGrids: 2 },
    { version: 1, effectiveFrom: null, ...published, changedGrids: 4 },
  ]);
  expect((await app.inject('/api/regions/370299/versions')).json()).toEqual({ versions: [] });
  expect((await app.inject('/api/regions/999999/versions')).statusCode).toBe(404);
});
