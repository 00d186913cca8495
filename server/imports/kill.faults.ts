// An import whose process is killed in the middle: nothing of it is stored, and a second run succeeds.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import sql from 'sql-template-tag';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../database.ts';
import { killHard, runGridwright, startGridwright } from '../testing/process.ts';

const ROWS = 30_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gridwright-import-kill-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('an import killed while it reads stores nothing, and the second run stores everything', async () => {
  const environment = { DATA_DIR: join(folder, 'data'), DEMO: 'off' };
  const file = join(folder, 'homes.csv');
  const lines = Array.from(
    { length: ROWS },
    (_, index) => `h${index},${120.4 + index / 1e6},36.4,${index % 5}`,
  );
  writeFileSync(file, `reference,lon,lat,people\n${lines.join('\n')}\n`);
  expect((await runGridwright(['migrate'], environment)).exitCode).toBe(0);
  const created = await runGridwright(['region', 'create', '370215', '--name', '演示区'], environment);
  expect(created).toMatchObject({ exitCode: 0, stderr: '' });

  const words = ['import', 'households', file, '--region', '370215', '--source', 'register'];
  const child = startGridwright(words, environment);
  for await (const line of createInterface({ input: child.stderr! })) if (line.startsWith('Reading')) break;
  await killHard(child);
  expect(await counts(environment.DATA_DIR)).toMatchObject({ households: 0, changes: 1 });

  const second = await runGridwright(words, environment);
  expect(second).toMatchObject({ exitCode: 0 });
  expect(await counts(environment.DATA_DIR)).toEqual({ households: ROWS, changes: 2, staged: 0 });

  const third = await runGridwright(words, environment);
  expect(third.stdout).toContain('Nothing was written');
});

async function counts(
  dataDirectory: string,
): Promise<{ households: number; changes: number; staged: number }> {
  const database = await openDatabase({ dataDirectory }, { use: 'alone' });
  const { rows } = await database.query<{ households: number; changes: number; staged: number }>(sql`
    select (select count(*)::int from household) as households, (select count(*)::int from change) as changes,
      (select count(*)::int from import_row) as staged`);
  await database.close();
  return rows[0]!;
}
