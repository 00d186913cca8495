import sql from 'sql-template-tag';
import type { Queryable } from '../database.ts';
import type { Candidate, Fault, PointSubject } from '../points/subject.ts';
import { listCategories } from './categories.ts';
import { Incident, IncidentInRegion, IncidentPatch, IncidentReplacement } from './schemas.ts';

export const incidents: PointSubject = {
  name: 'incident',
  plural: 'incidents',
  fields: [
    { name: 'category', column: 'category', type: 'text' },
    { name: 'severity', column: 'severity', type: 'smallint', absent: 2 },
    { name: 'status', column: 'status', type: 'text', absent: 'received' },
    { name: 'reportedAt', column: 'reported_at', type: 'timestamptz' },
    { name: 'closedAt', column: 'closed_at', type: 'timestamptz', absent: null },
    { name: 'accuracyM', column: 'accuracy_m', type: 'real', absent: null },
    { name: 'worker', column: 'worker_id', type: 'worker', absent: null },
  ],
  personalFields: ['address', 'description', 'reporter', 'phone'],
  schemas: { create: IncidentInRegion, replace: IncidentReplacement, patch: IncidentPatch, shown: Incident },

  complete: (values, before, moment) => ({
    ...values,
    reportedAt: values.reportedAt ?? before?.values.reportedAt ?? moment,
    closedAt: values.status === 'closed' ? (values.closedAt ?? before?.values.closedAt ?? moment) : null,
  }),

  async findFaults(tx, regionId, candidates) {
    const known = await listCategories(tx);
    const working = await findWorking(tx, regionId, candidates);
    return candidates.flatMap((candidate, index) => [
      ...unknownCategory(candidate, index, known),
      ...closedTooSoon(candidate, index),
      ...unknownWorker(candidate, index, working),
    ]);
  },
};

function unknownCategory({ values }: Candidate, index: number, known: readonly string[]): Fault[] {
  const category = String(values.category);
  if (known.includes(category)) return [];
  const reason = `is not a known category; known are ${known.join(', ')}`;
  return [{ index, field: 'category', value: category, reason, known }];
}

/** The numbers among those given whose workers have not ended. */
async function findWorking(
  tx: Queryable,
  regionId: number,
  candidates: readonly Candidate[],
): Promise<ReadonlySet<number>> {
  const numbers = new Set(
    candidates.flatMap(({ given }) => (typeof given.worker === 'number' ? given.worker : [])),
  );
  if (numbers.size === 0) return numbers;
  const { rows } = await tx.query<{ number: number }>(sql`
    select number from worker
    where region_id = ${regionId} and number = any(${[...numbers]}::int[]) and ended_at is null`);
  return new Set(rows.map((row) => row.number));
}

function unknownWorker({ given }: Candidate, index: number, working: ReadonlySet<number>): Fault[] {
  if (typeof given.worker !== 'number' || working.has(given.worker)) return [];
  const reason = 'nobody who works in the region has this number; the collection workers lists who does';
  return [{ index, field: 'worker', value: String(given.worker), reason }];
}

function closedTooSoon({ given, values }: Candidate, index: number): Fault[] {
  if (typeof given.closedAt !== 'string' || values.closedAt !== null) return [];
  const reason = `only an incident with status closed has it, and this one is ${values.status}`;
  return [{ index, field: 'closedAt', value: given.closedAt, reason }];
}
