import { type Static, Type } from 'typebox';
import { Place } from '../regions/schemas.ts';

export const UnassignedCause = Type.Union(
  [Type.Literal('outside'), Type.Literal('enclave'), Type.Literal('gap')],
  {
    description:
      'outside: beyond the outline of the grids; enclave: in a hole that was declared to be of another region; gap: in any other hole',
    examples: ['outside'],
  },
);
export type UnassignedCause = Static<typeof UnassignedCause>;

const Moment = (description: string) =>
  Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
    description,
    examples: ['2026-11-24T08:00:00Z'],
  });

export const Freshness = Type.Object({
  subject: Type.Union(
    [
      Type.Literal('grids'),
      Type.Literal('areas'),
      Type.Literal('workers'),
      Type.Literal('households'),
      Type.Literal('incidents'),
    ],
    { examples: ['households'] },
  ),
  newestAt: Moment('When it was last written; null: never'),
  source: Type.Union([Type.String(), Type.Null()], {
    description: 'Where what was written last comes from; null: not known',
    examples: ['register'],
  }),
  by: Type.Union([Type.Literal('import'), Type.Literal('api'), Type.Null()], {
    description: 'Whether an import wrote it, or a request; null: nothing was written',
    examples: ['import'],
  }),
  rows: Type.Integer({ description: 'How many there are now', examples: [20000] }),
});
export type Freshness = Static<typeof Freshness>;

export const Quality = Type.Object({
  boundaryVersion: Type.Integer({ description: 'The version in force; 0: none', examples: [2] }),
  checkedAt: Moment('When its coverage was checked; null: never'),
  defects: Type.Integer({ description: 'What the check found; /defects lists them', examples: [0] }),
  unassigned: Type.Object(
    {
      total: Type.Integer({ examples: [14] }),
      byCause: Type.Array(
        Type.Object({
          cause: UnassignedCause,
          households: Type.Integer({ examples: [9] }),
          incidents: Type.Integer({ examples: [5] }),
        }),
        { description: 'Each cause, also those without a point' },
      ),
    },
    { description: 'Households and incidents in no grid; /unassigned lists them' },
  ),
  gridsWithoutWorkers: Type.Array(Place, { description: 'Base grids first, each kind in order of code' }),
  workersWithoutGrids: Type.Array(Type.Object({ id: Type.String(), number: Type.Integer() }), {
    description: 'Those who work here and have no grid now, in order of number',
  }),
  freshness: Type.Array(Freshness, { description: 'Of each subject' }),
});
export type Quality = Static<typeof Quality>;
