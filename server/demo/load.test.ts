import sql from 'sql-template-tag';
import { expect, test } from 'vitest';
import { verifyRegion } from '../publication/verify.ts';
import { requireRegion } from '../regions/registry.ts';
import { testDatabase } from '../testing/database.ts';
import { interruptedDemo, loadDemo } from './load.ts';

const database = await testDatabase();

class Interruption extends Error {}

test('an interrupted demo load goes on where it stopped, and the whole demo verifies', async () => {
  const interrupted = loadDemo(database, 'small', ({ name }) => {
    if (name === 'households') throw new Interruption();
  });
  await expect(interrupted).rejects.toThrow(Interruption);
  expect(await interruptedDemo(database)).toBe('small');

  const resumed: string[] = [];
  await loadDemo(database, 'small', ({ name, rows }) => {
    if (rows === 0) resumed.push(name);
  });
  expect(resumed).toEqual(['households', 'incidents', 'boundary version 2', 'workers']);
  expect(await interruptedDemo(database)).toBeUndefined();

  const region = await requireRegion(database, '370215');
  expect(region.isDemo).toBe(true);
  const verification = await verifyRegion(database, region);
  expect(verification).toMatchObject({
    version: 2,
    total: 0,
    points: { household: 20_000, incident: 6_000 },
  });

  const handling = await database.query(sql`
    select status = 'received' as received, worker_id is not null as handled
    from incident
    where region_id = ${region.regionId} and valid_to = 'infinity' and status <> 'closed' and grid_id is not null
    group by 1, 2 order by 1`);
  expect(handling.rows).toEqual([
    { received: false, handled: true },
    { received: true, handled: false },
  ]);

  const before = await database.query(sql`select max(sequence) as sequence from change`);
  await loadDemo(database, 'small', () => {
    throw new Error('nothing is left to load');
  });
  expect((await database.query(sql`select max(sequence) as sequence from change`)).rows).toEqual(before.rows);
  await expect(loadDemo(database, 'district')).rejects.toThrow('in size small');
});
