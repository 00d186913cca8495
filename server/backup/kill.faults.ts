// Backups and restores as processes that are killed, or stopped with Ctrl-C.
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import sql from 'sql-template-tag';
import { afterAll, expect, test } from 'vitest';
import { openDatabase } from '../database.ts';
import { killHard, runGridwright, startGridwright } from '../testing/process.ts';

const folder = mkdtempSync(join(tmpdir(), 'gridwright-backup-kill-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const source = { DATA_DIR: join(folder, 'source') };
const backup = join(folder, 'demo.gz');

test('a restore that is killed leaves an empty database, and the next one stores everything', async () => {
  expect(await runGridwright(['demo', 'load'], source)).toMatchObject({ exitCode: 0 });
  expect(await runGridwright(['backup', backup], source)).toMatchObject({ exitCode: 0 });
  const dataDirectory = join(folder, 'target');
  for (const table of ['block', 'household', 'incident']) {
    const child = startGridwright(['restore', backup], { DATA_DIR: dataDirectory });
    await errorLine(child, `Restoring ${table}`);
    await killHard(child);
    const database = await openDatabase({ dataDirectory });
    const { rows } = await database.query(sql`select count(*)::int as count from region`);
    await database.close();
    expect(rows).toEqual([{ count: 0 }]);
  }
  const { exitCode, stdout } = await runGridwright(['restore', backup], { DATA_DIR: dataDirectory });
  expect(stdout).toContain(
    '20000 households, 6000 incidents; the coverage is exact and every assignment is right',
  );
  expect(exitCode).toBe(0);
});

test('a backup that Ctrl-C ends leaves nothing behind', async () => {
  const before = readdirSync(folder);
  const child = startGridwright(['backup', join(folder, 'interrupted.gz')], source);
  await errorLine(child, 'Reading region');
  child.kill('SIGINT');
  await once(child, 'close');
  expect(child.exitCode).toBe(130);
  expect(readdirSync(folder)).toEqual(before);
});

async function errorLine(child: ReturnType<typeof startGridwright>, text: string): Promise<void> {
  for await (const line of createInterface({ input: child.stderr! })) if (line.includes(text)) return;
  throw new Error(`the child ended before it said: ${text}`);
}
