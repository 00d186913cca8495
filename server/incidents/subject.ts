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
  ],
  personalFields: ['address', 'description', 'reporter', 'phone'],
  schemas: { create: IncidentInRegion, replace: IncidentReplacement, patch: IncidentPatch, shown: Incident },

  complete: (values, before, moment) => ({
    ...values,
    reportedAt: values.reportedAt ?? before?.values.reportedAt ?? moment,
    closedAt: values.status === 'closed' ? (values.closedAt ?? before?.values.closedAt ?? moment) : null,
  }),

  async findFaults(tx, candidates) {
    const known = await listCategories(tx);
    return candidates.flatMap((candidate, index) => [
      ...unknownCategory(candidate, index, known),
      ...closedTooSoon(candidate, index),
    ]);
  },
};

function unknownCategory({ values }: Candidate, index: number, known: readonly string[]): Fault[] {
  const category = String(values.category);
  if (known.includes(category)) return [];
  const reason = `is not a known category; known are ${known.join(', ')}`;
  return [{ index, field: 'category', value: category, reason, known }];
}

function closedTooSoon({ given, values }: Candidate, index: number): Fault[] {
  if (typeof given.closedAt !== 'string' || values.closedAt !== null) return [];
  const reason = `only an incident with status closed has it, and this one is ${values.status}`;
  return [{ index, field: 'closedAt', value: given.closedAt, reason }];
}
