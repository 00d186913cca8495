import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sql from 'sql-template-tag';
import { beforeEach, expect, test } from 'vitest';
import { harbour } from '../../fixtures/coverages/harbour.ts';
import { CoverageRefused } from '../publication/refusals.ts';
import { testDatabase } from '../testing/database.ts';
import { gridCollection, type ImportedText, importText } from '../testing/importing.ts';
import { createHarbour, harbourDegrees, householdGrids } from '../testing/regions.ts';
import { RejectsFile } from './rejectsFile.ts';
import type { RejectedRow } from './request.ts';

const database = await testDatabase();
const region = await createHarbour(database);
const [lon, lat] = harbourDegrees([90, 10]);
const header = 'reference,lon,lat,people,address';

beforeEach(async () => {
  await database.query(sql`delete from household`);
});

const load = (content: string, options: Partial<ImportedText> = {}) =>
  importText(database, {
    kind: 'households',
    regionCode: region.code,
    name: 'homes.csv',
    content,
    ...options,
  });

/** All that an import may write, but for the row of its job. */
async function everythingStored(): Promise<unknown> {
  const { rows } = await database.query(sql`
    select (select array_agg(h order by reference) from household h)::text as households,
      (select count(*)::int from household_personal) as personal, (select count(*)::int from import_row) as staged,
      (select count(*)::int from change) as changes, (select count(*)::int from grid_version) as grids,
      (select array_agg(c order by subject) from coverage_check c)::text as checks,
      (select array_agg(s order by region_id) from region_state s)::text as states`);
  return rows[0];
}

test('with --skip-invalid the good rows are stored, and each bad one is told with its reasons and columns', async () => {
  const rejected: RejectedRow[] = [];
  const content = [
    header,
    `h1,${lon},${lat},2,1 号`,
    `h2,${lon},95,-1,2 号`,
    `h3,${lon}`,
    `h1,${lon},${lat},9,3 号`,
    `h4,${lon},${lat},4,4 号`,
  ].join('\n');
  const result = await load(content, { skipInvalid: true, onReject: (row) => rejected.push(row) });
  expect(result).toMatchObject({ rows: 2, added: 2, skipped: 3, faultTotal: 4 });
  expect(Object.keys(await householdGrids(database, region.regionId))).toEqual(['h1', 'h4']);
  const stored = await database.query<{ people: number }>(
    sql`select people from household where reference = 'h1'`,
  );
  expect(stored.rows).toEqual([{ people: 2 }]);
  const told = new Map(rejected.map((row) => [row.row, row]));
  expect([...told.keys()].sort()).toEqual([3, 4, 5]);
  expect(told.get(3)).toMatchObject({ properties: { reference: 'h2', people: '-1', address: '2 号' } });
  expect(
    told
      .get(3)!
      .faults.map(({ field }) => field)
      .sort(),
  ).toEqual(['geometry', 'people']);
  expect(told.get(4)).toMatchObject({ faults: [{ field: 'line' }] });
  expect(told.get(5)).toMatchObject({
    faults: [{ field: 'reference', reason: 'row 2 has the same reference' }],
    properties: { address: '3 号' },
  });
});

test('the rejects file has reasons and the original columns, and nothing of any row is lost', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gridwright-rejects-'));
  try {
    const path = join(folder, 'rejects.csv');
    const file = new RejectsFile(path);
    file.add({ row: 2, faults: [{ field: 'line', reason: 'is broken' }], text: 'a,"b' });
    file.add({
      row: 3,
      faults: [
        { field: 'people', reason: 'must be a whole number' },
        { field: 'lon', reason: 'is required, too' },
      ],
      properties: { 户号: 'h"2', people: 'x' },
    });
    file.add({ row: 9, faults: [{ field: 'people', reason: 'r' }], properties: { people: 1, extra: 'e' } });
    file.close();
    expect(readFileSync(path, 'utf8').split('\r\n')).toEqual([
      '\uFEFFrejected_row,rejected_field,rejected_reason,户号,people,rejected_other',
      '2,line,is broken,,,"a,""b"',
      '3,people; lon,"must be a whole number; is required, too","h""2",x,',
      '9,people,r,,1,"{""extra"":""e""}"',
      '',
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a community whose street was left out is left out with it, and the other areas are stored', async () => {
  const content = [
    'code,kind,name,parent',
    '370215008,street,八街道,',
    '370215008001,community,八一社区,370215008',
    '370215009001,community,九一社区,370215009',
    '370215009,village,九街道,',
  ].join('\n');
  const result = await load(content, { kind: 'areas', name: 'areas.csv', skipInvalid: true });
  expect(result).toMatchObject({ rows: 2, added: 2, skipped: 2 });
  const { rows } = await database.query<{ code: string }>(sql`
    select code from area where code like '37021500_%' and code ~ '^37021500[89]' order by code`);
  expect(rows.map(({ code }) => code)).toEqual(['370215008', '370215008001']);
});

test('what is wrong with the file as a whole is refused also with --skip-invalid', async () => {
  const whole = (content: string, name: string) => load(content, { name, skipInvalid: true });
  const feature = `{"type":"Feature","properties":{"reference":"h1"},"geometry":{"type":"Point","coordinates":[${lon},${lat}]}}`;
  await expect(
    whole(`{"type":"FeatureCollection","features":[${feature},{"type":`, 'cut.geojson'),
  ).rejects.toThrow('fault');
  await expect(whole(`${header}\nh1,${lon},${lat},1,\nh2,"${lon},${lat},1,\n`, 'quote.csv')).rejects.toThrow(
    'fault',
  );
  await expect(whole(`${header}\nh1,x,${lat},1,\n`, 'bad.csv')).rejects.toThrow(
    'No row of the file can be used',
  );
  expect(await householdGrids(database, region.regionId)).toEqual({});
});

test('no row can be left out of grids, nor in mode replace', async () => {
  const grids = gridCollection(harbour);
  await expect(load(grids, { kind: 'grids', name: 'g.geojson', skipInvalid: true })).rejects.toThrow(
    'leaves a gap',
  );
  await expect(load(header, { mode: 'replace', skipInvalid: true })).rejects.toThrow('would end');
});

test('a dry run counts what would happen, and writes nothing but its own job', async () => {
  await load(`${header}\nh1,${lon},${lat},1,a\nh2,${lon},${lat},1,b\nh3,${lon},${lat},1,c\n`);
  const before = await everythingStored();
  const content = `${header}\nh1,${lon},${lat},1,a\nh2,${lon},${lat},5,b\nh4,${lon},${lat},1,d\n`;
  expect(await load(content, { mode: 'replace', isDryRun: true })).toMatchObject({
    isDryRun: true,
    added: 1,
    changed: 1,
    closed: 1,
    unchanged: 1,
    changeSequence: undefined,
  });
  await expect(load(`${header}\nh1,x,${lat},1,a\n`, { isDryRun: true })).rejects.toMatchObject({ total: 1 });
  expect(await everythingStored()).toEqual(before);
  const { rows } = await database.query(sql`
    select state, is_dry_run as "isDryRun" from import_job where is_dry_run order by started_at`);
  expect(rows).toEqual([
    { state: 'done', isDryRun: true },
    { state: 'refused', isDryRun: true },
  ]);
  // the same file in earnest does what was said
  expect(await load(content, { mode: 'replace' })).toMatchObject({
    added: 1,
    changed: 1,
    closed: 1,
    unchanged: 1,
  });
});

test('a dry run of grids says the version and the defects, and keeps neither', async () => {
  await load(`${header}\nh1,${lon},${lat},1,a\n`);
  const before = await everythingStored();
  const named = harbour.map((grid, index) => (index === 0 ? { ...grid, name: '改名' } : grid));
  const options = { kind: 'grids', name: 'g.geojson', mode: 'replace', isDryRun: true } as const;
  const preview = await load(gridCollection(named), options);
  expect(preview).toMatchObject({
    isDryRun: true,
    added: 0,
    changed: 1,
    publication: { version: 2, unchanged: false },
  });
  await expect(load(gridCollection(harbour.slice(1)), options)).rejects.toBeInstanceOf(CoverageRefused);
  const unchanged = await load(gridCollection(harbour), options);
  expect(unchanged.publication).toMatchObject({ version: 1, unchanged: true });
  expect(await everythingStored()).toEqual(before);
});
