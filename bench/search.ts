// Searches as they are typed, letter by letter, in the demo district: beginnings, parts and references, one after the other.
import sql from 'sql-template-tag';
import type { Database } from '../server/database.ts';
import { withServer } from './locate.ts';
import type { Measurement } from './measurement.ts';
import { latencies } from './tiles/sample.ts';

/** Of each kind. */
const samples = 12;
const mostMs = 60;

/** On the demo in size district. */
export async function measureSearch(): Promise<Measurement[]> {
  const databaseUrl = process.env.DATABASE_URL;
  if (!databaseUrl) {
    const notMeasured = 'DATABASE_URL is not set: a PostGIS database with the demo in size district';
    return [{ name: 'search', value: Number.NaN, unit: '', notMeasured }];
  }
  return withServer(databaseUrl, async ({ database, origin }) => {
    const { rows } = await database.query<{ code: string }>(
      sql`select code from region order by code limit 1`,
    );
    const url = `${origin}/api/regions/${rows[0]!.code}/search?q=`;
    const measurements: Measurement[] = [];
    for (const [name, texts] of await typedTexts(database)) {
      const { p50Ms, p95Ms } = await latencies(texts.map((text) => url + encodeURIComponent(text)));
      measurements.push({
        name: `search: ${name}, p95 (half within ${p50Ms.toFixed(1)} ms)`,
        value: p95Ms,
        unit: 'ms',
        target: `≤ ${mostMs}`,
      });
    }
    return measurements;
  });
}

/** Of households spread over the district: what is typed for them. */
async function typedTexts(db: Database): Promise<Map<string, string[]>> {
  const { rows } = await db.query<{ reference: string; address: string }>(sql`
    select h.reference, p.address
    from household h
    join household_personal p using (region_id, household_id)
    where h.valid_to = 'infinity' and h.household_id % 9973 = 0
    order by h.household_id
    limit ${samples}`);
  const letters = (text: string, from = 1) =>
    Array.from({ length: text.length - from + 1 }, (_, index) => text.slice(0, from + index));
  const addresses = rows.map(({ address }) => address.split(' / ') as [string, string]);
  return new Map([
    ['a Chinese address', addresses.flatMap(([local]) => letters(local))],
    ['an English address', addresses.flatMap(([, english]) => letters(english))],
    ['an address without its first letter', addresses.flatMap(([local]) => letters(local.slice(1)))],
    ['a reference', rows.flatMap(({ reference }) => letters(reference))],
    ["a reference's last digits", rows.flatMap(({ reference }) => letters(reference.slice(2), 3))],
    ['what there is not', addresses.map(([local]) => `无${local}`)],
  ]);
}
