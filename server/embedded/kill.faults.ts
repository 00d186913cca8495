// The built-in database when its process is killed: what was acknowledged is there, what was not is gone.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sql from 'sql-template-tag';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../database.ts';
import { killHard, linesUntil, startNode } from '../testing/process.ts';

const script = fileURLToPath(new URL('../testing/commitAndHang.ts', import.meta.url));

let dataDirectory: string;
beforeEach(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'gridwright-kill-'));
});
afterEach(() => rmSync(dataDirectory, { recursive: true, force: true }));

async function storedPairs(): Promise<{ number: number; halves: number }[]> {
  const database = await openDatabase({ dataDirectory }, { use: 'alone' });
  const { rows } = await database.query<{ number: number; halves: number }>(
    sql`select number, count(*)::int as halves from pair group by number order by number`,
  );
  await database.close();
  return rows;
}

test('killed in the middle of a transaction, three times over, it keeps every commit and nothing of the rest', async () => {
  const acknowledged: number[] = [];
  for (const first of [0, 50, 100]) {
    const child = startNode([script, dataDirectory, String(first), '50']);
    const lines = await linesUntil(child, (line) => line === 'in a transaction');
    await killHard(child);
    acknowledged.push(
      ...lines.filter((line) => line.startsWith('committed')).map((line) => Number(line.split(' ')[1])),
    );
  }
  expect(acknowledged).toHaveLength(150);
  expect(await storedPairs()).toEqual(acknowledged.map((number) => ({ number, halves: 2 })));
});

test('killed while it commits, it keeps every commit that was acknowledged and none by halves', async () => {
  const child = startNode([script, dataDirectory, '0', '100000']);
  await linesUntil(child, (line) => line === 'committed 200');
  await killHard(child);
  const pairs = await storedPairs();
  expect(pairs.length).toBeGreaterThanOrEqual(201);
  expect(pairs).toEqual(pairs.map((_, number) => ({ number, halves: 2 })));
});

test('killed while its first cluster is being made, it makes it again', async () => {
  const child = startNode([script, dataDirectory, '0', '1']);
  while (!existsSync(join(dataDirectory, 'database', 'PG_VERSION'))) await new Promise(setImmediate);
  await killHard(child);
  const second = startNode([script, dataDirectory, '0', '1']);
  await linesUntil(second, (line) => line === 'in a transaction');
  await killHard(second);
  expect(await storedPairs()).toEqual([{ number: 0, halves: 2 }]);
});
