// A stranger walks while others write as clients do, on two servers: only where transactions really run at once.
import type { FeatureCollection } from 'geojson';
import { beforeAll, expect, test } from 'vitest';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { importText } from '../testing/importing.ts';
import { at, codes, createTwoRegions, places } from '../testing/twoRegions.ts';

const database = await testDatabase();
const apps = [await testApp(database), await testApp(database)];
const reader = await testApp(database);
const households = `/api/regions/${codes.west}/households`;

beforeAll(async () => {
  await createTwoRegions(database);
  const payload = { rows: Array.from({ length: 200 }, (_, index) => row('bulk', index)) };
  const response = await apps[0]!.inject({ method: 'POST', url: `${households}/bulk`, payload });
  expect(response.statusCode, response.body).toBe(200);
});

function row(source: string, index: number, people = 1) {
  return { source, reference: `${index}`, people, ...at(places.inLeft) };
}

type Page = FeatureCollection & { numberMatched: number; links: { href: string; rel: string }[] };

/** The ids of all pages, and what each page says of their number. */
async function walk(limit: number): Promise<{ ids: string[]; matched: number[] }> {
  const ids: string[] = [];
  const matched: number[] = [];
  let url: string | undefined = `/ogc/collections/households/items?limit=${limit}`;
  while (url !== undefined) {
    const response: Awaited<ReturnType<typeof reader.inject>> = await reader.inject(url);
    expect(response.statusCode, response.body).toBe(200);
    const page: Page = response.json();
    ids.push(...page.features.map(({ id }) => String(id)));
    matched.push(page.numberMatched);
    url = page.links.find(({ rel }) => rel === 'next')?.href;
  }
  return { ids, matched };
}

/** One household recorded, changed and deleted. */
async function live(writer: number, round: number): Promise<void> {
  const app = apps[writer % 2]!;
  const payload = row(`writer ${writer}`, round);
  const created = await app.inject({ method: 'POST', url: households, payload });
  expect(created.statusCode, created.body).toBe(201);
  const url = created.headers.location as string;
  const patched = await app.inject({
    method: 'PATCH',
    url,
    payload: { people: 2 },
    headers: { 'if-match': '*' },
  });
  expect(patched.statusCode, patched.body).toBe(200);
  if (round % 2 === 0) return;
  const deleted = await app.inject({ method: 'DELETE', url, headers: { 'if-match': '*' } });
  expect(deleted.statusCode, deleted.body).toBe(204);
}

async function bulk(round: number): Promise<void> {
  const rows = Array.from({ length: 60 }, (_, index) => row('bulk', index + 20 * (round % 4), 2 + round));
  const response = await apps[round % 2]!.inject({
    method: 'POST',
    url: `${households}/bulk`,
    payload: { rows },
  });
  expect(response.statusCode, response.body).toBe(200);
}

async function importFile(round: number): Promise<void> {
  const { lon, lat } = at(places.inRight);
  const lines = Array.from({ length: 50 }, (_, index) => `f${index + 5 * round},${lon},${lat},${round + 1}`);
  await importText(database, {
    kind: 'households',
    regionCode: codes.west,
    name: 'homes.csv',
    content: `reference,lon,lat,people\n${lines.join('\n')}\n`,
    mode: 'replace',
  });
}

test('walks while households are recorded, changed, deleted, upserted and imported have no gap and no repeat', async () => {
  const rounds = 12;
  let isWriting = true;
  const each = async (write: (round: number) => Promise<void>) => {
    for (let round = 0; round < rounds; round += 1) await write(round);
  };
  const writing = Promise.all([
    ...[0, 1, 2, 3].map((writer) => each((round) => live(writer, round))),
    each(bulk),
    each(importFile),
  ]).finally(() => {
    isWriting = false;
  });
  const walked: { ids: string[]; matched: number[] }[] = [];
  while (isWriting) walked.push(await walk([7, 40, 10_000][walked.length % 3]!));
  await writing;
  walked.push(await walk(1_000));
  expect(walked.length).toBeGreaterThan(3);
  for (const { ids, matched } of walked) {
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(matched)).toEqual(new Set([ids.length]));
  }
  // what is current in the end: half of what the writers recorded, the bulk rows, the last file
  expect(walked.at(-1)!.ids).toHaveLength((4 * rounds) / 2 + 200 + 50);
}, 120_000);
