// What an import says when something around it is broken: the answer to its commit, or the folder for uploads.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sql from 'sql-template-tag';
import { expect, test } from 'vitest';
import type { Database } from '../database.ts';
import { Snapshots } from '../snapshot/snapshots.ts';
import { testApp, testDataDirectory } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { importText } from '../testing/importing.ts';
import { createHarbour, harbourDegrees } from '../testing/regions.ts';

const database = await testDatabase();
const region = await createHarbour(database);
const app = await testApp(database);
const [lon, lat] = harbourDegrees([90, 10]);

/** The connection breaks right after a commit. */
const forgetful = new Proxy(database, {
  get(target, name) {
    if (name === 'transaction') {
      return async (...input: Parameters<Database['transaction']>) => {
        await target.transaction(...input);
        throw new Error('the answer was lost');
      };
    }
    const value: unknown = Reflect.get(target, name, target);
    return typeof value === 'function' ? value.bind(target) : value;
  },
});

test('an import whose rows were stored is done, also when the answer to its commit was lost', async () => {
  const given = {
    kind: 'households',
    regionCode: region.code,
    name: 'homes.csv',
    content: `reference,lon,lat\na,${lon},${lat}\n`,
  } as const;
  await expect(importText(forgetful, given)).rejects.toThrow('the answer was lost');
  const { rows } = await database.query(sql`
    select state, row_count as "rowCount", (select count(*)::int from household) as stored
    from import_job where region_id = ${region.regionId} and file_name = 'homes.csv'`);
  expect(rows).toEqual([{ state: 'done', rowCount: 1, stored: 1 }]);
});

test('without a folder for uploads the server starts, and refuses uploads alone', async () => {
  const file = join(testDataDirectory(), 'a file');
  writeFileSync(file, '');
  const lacking = await testApp(database, new Snapshots(database), { dataDirectory: file });
  const response = await lacking.inject({
    method: 'POST',
    url: `/api/regions/${region.code}/imports?kind=households&source=register`,
    headers: { 'content-type': 'text/csv' },
    payload: `reference,lon,lat\nb,${lon},${lat}\n`,
  });
  expect(response.statusCode).toBe(507);
  expect(response.json().detail).toContain('DATA_DIR');
  expect((await lacking.inject('/api/regions')).statusCode).toBe(200);
  expect((await app.inject('/api/regions')).statusCode).toBe(200);
});
