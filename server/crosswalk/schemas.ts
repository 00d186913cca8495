import { type Static, Type } from 'typebox';
import { RegionCode } from '../regions/schemas.ts';

const version = (which: string) =>
  Type.String({
    minLength: 1,
    maxLength: 40,
    description: `${which} boundary version: its number, or a date (midnight in the region's time zone) or RFC 3339 instant at which it was in force`,
    examples: ['1'],
  });

export const CrosswalkQuery = Type.Object(
  {
    region: RegionCode,
    from: version('The old'),
    to: version('The new'),
    f: Type.Optional(
      Type.Union([Type.Literal('json'), Type.Literal('csv')], {
        description: 'Format of the answer; without it, what Accept asks for, else JSON',
        examples: ['json'],
      }),
    ),
  },
  { additionalProperties: false },
);

const Version = Type.Object({
  version: Type.Integer({ examples: [1] }),
  effectiveFrom: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
    description: 'Null: from the beginning of time',
    examples: [null],
  }),
});

export const CrosswalkRow = Type.Object({
  from: Type.String({ description: 'Code in the old version', examples: ['370215001001001'] }),
  to: Type.Union([Type.String(), Type.Null()], {
    description: 'Code in the new version; null: in no grid any more',
    examples: ['370215001001002'],
  }),
  areaShare: Type.Number({
    description: "Part of the old grid's area that the new one has; over an old code the parts sum to 1",
    examples: [0.25],
  }),
  areaM2: Type.Number({ description: 'That area, on the WGS84 ellipsoid', examples: [12052.88] }),
  householdShare: Type.Union([Type.Number(), Type.Null()], {
    description:
      "Part of the old grid's households that lie in the new one, which sum to 1; null: the old grid has none",
    examples: [0.4],
  }),
  households: Type.Integer({ description: 'That many households, as recorded now', examples: [120] }),
});
export type CrosswalkRow = Static<typeof CrosswalkRow>;

export const Crosswalk = Type.Object({
  region: RegionCode,
  from: Version,
  to: Version,
  rows: Type.Array(CrosswalkRow, { description: 'In order of the old code, largest area first' }),
});
export type Crosswalk = Static<typeof Crosswalk>;
