import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../testing/database.ts';
import { at, codes, createTwoRegions, places } from '../testing/twoRegions.ts';
import { type LocateFileOptions, locateFile } from './commands.ts';

const database = await testDatabase();
let directory = '';

beforeAll(async () => {
  await createTwoRegions(database);
  directory = await mkdtemp(join(tmpdir(), 'gridwright-locate-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function locate(name: string, text: string, options: Partial<LocateFileOptions> = {}): Promise<string> {
  const file = join(directory, name);
  const out = join(directory, `${name}.out`);
  await writeFile(file, text);
  await locateFile(database, file, { crs: 'wgs84', answer: 'compact', out, ...options });
  return readFile(out, 'utf8');
}

const inPark = at(places.inPark);
const changedHands = at(places.changedHands);

test('a CSV file is answered row by row', async () => {
  const text = `id,lon,lat\na,${inPark.lon},${inPark.lat}\nb,x,1\n`;
  const lines = (await locate('points.csv', text)).split('\n');
  expect(lines[1]).toMatch(new RegExp(`^a,${codes.park},${codes.left},${codes.park},[\\d.]+,$`));
  expect(lines[2]).toBe('b,,,,,row 2 lon=x: is not a number');
});

test('by the boundaries of another day', async () => {
  const text = `lon,lat\n${changedHands.lon},${changedHands.lat}\n`;
  expect(await locate('then.csv', text, { at: '2026-05-01' })).toContain(`1,${codes.right},`);
  expect(await locate('now.csv', text)).toContain(`1,${codes.left},`);
});

test('GeoJSON points are answered as newline-delimited JSON, the features that are none with the reason', async () => {
  const features = [
    {
      type: 'Feature',
      id: 'p',
      properties: {},
      geometry: { type: 'Point', coordinates: [inPark.lon, inPark.lat] },
    },
    { type: 'Feature', properties: { id: 'q' }, geometry: { type: 'LineString', coordinates: [] } },
  ];
  const text = JSON.stringify({ type: 'FeatureCollection', features });
  const rows = (await locate('points.geojson', text))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows).toEqual([
    expect.objectContaining({ id: 'p', code: codes.park }),
    { row: 2, id: 'q', error: 'is not a Feature with a Point' },
  ]);
});

test('full answers say what a single lookup says', async () => {
  const row = JSON.parse(
    await locate('points.ndjson', JSON.stringify({ id: 1, ...inPark }), { answer: 'full' }),
  );
  expect(row).toMatchObject({ id: 1, grid: { code: codes.park }, baseGrid: { code: codes.left } });
});

test.each<[string, string, string, Partial<LocateFileOptions>, string]>([
  ['an extension that says no format', 'points.txt', 'lon,lat\n', {}, '--format csv'],
  ['a file without the columns', 'wrong.csv', 'a,b\n', {}, 'lon and lat'],
  ['a region that is not there', 'some.csv', 'lon,lat\n1,2\n', { region: '999999' }, 'no region 999999'],
  ['a moment that is none', 'some.csv', 'lon,lat\n1,2\n', { at: 'yesterday' }, '--at=yesterday'],
  ['broken GeoJSON', 'broken.geojson', '{"type":"FeatureCollection","features":[{', {}, 'feature'],
])('%s is refused in words, and no file is left', async (_, name, text, options, word) => {
  await expect(locate(name, text, options)).rejects.toThrow(word);
  await expect(readFile(join(directory, `${name}.out`))).rejects.toThrow('ENOENT');
  await expect(readFile(join(directory, `${name}.out.part`))).rejects.toThrow('ENOENT');
});
