import { type Static, Type } from 'typebox';

/** Beyond the minutes of a week, so for anything that a person can do in one. */
const mostMinutes = 10_000;

const Minutes = (description: string, example: number) =>
  Type.Number({ minimum: 0, maximum: mostMinutes, description, examples: [example] });

export const Weights = Type.Object(
  {
    householdMinutes: Minutes('Minutes a week for each household', 3),
    keyPersonMinutes: Minutes('Minutes a week for each person who is visited regularly', 30),
    areaMinutesPerKm2: Minutes('Minutes a week for each square kilometre: travel', 60),
    incidentMinutes: Type.Record(Type.String(), Type.Number({ minimum: 0, maximum: mostMinutes }), {
      description: 'Minutes for each incident, by the code of its category; every category is named',
      examples: [
        { dispute: 75, fire: 90, lighting: 40, noise: 30, other: 30, parking: 25, refuse: 20, water: 60 },
      ],
    }),
  },
  { additionalProperties: false },
);

export const RegionWeights = Type.Object({
  weights: Weights,
  defaults: Weights,
  isDefault: Type.Boolean({ description: 'The region has no weights of its own', examples: [false] }),
  recordedAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
    description: 'When the weights were set; null: they are the defaults',
    examples: ['2026-11-24T08:00:00Z'],
  }),
  actor: Type.Union([Type.String(), Type.Null()], {
    description: 'Who set them; null: they are the defaults',
    examples: ['api'],
  }),
});
export type RegionWeights = Static<typeof RegionWeights>;
