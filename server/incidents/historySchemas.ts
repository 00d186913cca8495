import { type Static, Type } from 'typebox';

const HistoryValue = (description: string, example: unknown) =>
  Type.Union(
    [
      Type.Null(),
      Type.String(),
      Type.Number(),
      Type.Object({ grid: Type.String(), reason: Type.String() }),
      Type.Array(Type.Number()),
      Type.Array(Type.String()),
    ],
    { description, examples: [example] },
  );

export const HistoryChange = Type.Object({
  field: Type.Union(
    [
      Type.Literal('created'),
      Type.Literal('status'),
      Type.Literal('worker'),
      Type.Literal('location'),
      Type.Literal('grid'),
      Type.Literal('pin'),
      Type.Literal('category'),
      Type.Literal('severity'),
      Type.Literal('accuracyM'),
      Type.Literal('reportedAt'),
      Type.Literal('closedAt'),
      Type.Literal('personal'),
      Type.Literal('deleted'),
    ],
    { description: 'What is different since then', examples: ['worker'] },
  ),
  before: HistoryValue('Null: nothing, or not told', null),
  after: HistoryValue(
    "As the incident shows it: a worker's number, a place as [longitude, latitude], a grid's code, a pin; of personal the " +
      'names of the fields alone',
    12,
  ),
});
export type HistoryChange = Static<typeof HistoryChange>;

export const HistoryEntry = Type.Object({
  at: Type.String({
    format: 'date-time',
    description: 'When it was recorded',
    examples: ['2026-11-24T08:00:00Z'],
  }),
  actor: Type.Union([Type.String(), Type.Null()], {
    description: 'Who did it, as the change says; null: the change is not kept',
    examples: ['Dispatcher Li'],
  }),
  changeSequence: Type.String({ description: "Of the region's changes", examples: ['18'] }),
  changes: Type.Array(HistoryChange),
});
export type HistoryEntry = Static<typeof HistoryEntry>;

export const History = Type.Object({
  entries: Type.Array(HistoryEntry, { description: 'Oldest first' }),
});

const personal = (description: string, example: string) =>
  Type.Union([Type.String(), Type.Null()], { description, examples: [example] });

export const PersonalFields = Type.Object({
  address: personal('Where it is, in words', '1 Harbour Road'),
  description: personal('What happened', 'Water in the cellar'),
  reporter: personal('Who said so', 'Example Person'),
  phone: personal('Where to call back', '000-1234'),
});
export type PersonalFields = Static<typeof PersonalFields>;
