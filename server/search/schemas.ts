import { type Static, Type } from 'typebox';
import { Bbox } from '../regions/schemas.ts';

export const SearchQuery = Type.Object(
  {
    q: Type.String({
      minLength: 1,
      maxLength: 200,
      description:
        'A whole reference, building, address or name of a road, its beginning or a part of it. Case, width (full, half) and ' +
        'blanks do not matter.',
      examples: ['海滨路18号'],
    }),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 50,
        default: 20,
        description: 'How many results at most',
        examples: [20],
      }),
    ),
  },
  { additionalProperties: false },
);

export const SearchResult = Type.Object({
  kind: Type.Union(
    [
      Type.Literal('household'),
      Type.Literal('incident'),
      Type.Literal('building'),
      Type.Literal('address'),
      Type.Literal('road'),
    ],
    { examples: ['building'] },
  ),
  id: Type.Union([Type.String(), Type.Null()], {
    description: 'Feature id; null for a building and an address, which households share',
    examples: [null],
  }),
  title: Type.String({
    description: 'The reference of a household or an incident, else the building, the address or the name',
    examples: ['海滨路18号'],
  }),
  subtitle: Type.String({
    description:
      "The address of a household or an incident; the responsible grid's code of a building or an address; the English name " +
      'of a road. Empty: there is none',
    examples: ['370215001001001'],
  }),
  lon: Type.Number({ examples: [120.4512345] }),
  lat: Type.Number({ examples: [36.3812345] }),
  bbox: Type.Union([Bbox, Type.Null()], {
    description: 'Of a road: west, south, east, north; null: a place',
    examples: [null],
  }),
});
export type SearchResult = Static<typeof SearchResult>;

export const SearchResults = Type.Object({
  results: Type.Array(SearchResult, {
    description: 'Whole matches first, references before all else, then beginnings, then parts',
  }),
});
export type SearchResults = Static<typeof SearchResults>;
