import { type Static, Type } from 'typebox';
import { Place, RegionCode } from '../regions/schemas.ts';

export const GridParameters = Type.Object({
  region: RegionCode,
  code: Type.String({
    minLength: 1,
    maxLength: 64,
    description: 'Code of a grid in force',
    examples: ['370215001001001'],
  }),
});

const name = Type.String({ maxLength: 200, description: 'Local name', examples: ['第1网格'] });
const nameEn = Type.String({ maxLength: 200, description: 'English name', examples: ['Grid 1'] });

export const GridAttributes = Type.Object({ name, nameEn }, { additionalProperties: false });

/** Null: no name. */
export const GridPatch = Type.Object(
  {
    name: Type.Optional(Type.Union([name, Type.Null()])),
    nameEn: Type.Optional(Type.Union([nameEn, Type.Null()])),
  },
  { additionalProperties: false, minProperties: 1 },
);

const place = { code: '370215001001', name: '港湾社区', nameEn: 'Harbour Community' };

export const Grid = Type.Object({
  gridId: Type.String({ description: 'Who it is, over all its versions', examples: ['214'] }),
  gridVersionId: Type.String({ description: 'The row in force', examples: ['345'] }),
  region: RegionCode,
  code: Type.String({ examples: ['370215001001001'] }),
  kind: Type.Union([Type.Literal('base'), Type.Literal('dedicated')], { examples: ['base'] }),
  name,
  nameEn,
  street: Type.Object(Place.properties, { examples: [{ ...place, code: '370215001' }] }),
  community: Type.Object(Place.properties, { examples: [place] }),
  areaM2: Type.Number({ description: 'On the WGS84 ellipsoid', examples: [48211.5] }),
  fromVersion: Type.Integer({ description: 'The boundary version that brought this row', examples: [1] }),
  validFrom: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
    description: 'Null: from the beginning of time',
    examples: ['2026-11-24T08:00:00Z'],
  }),
});

export const Neighbour = Type.Object({
  code: Type.String({ examples: ['370215001001002'] }),
  name,
  nameEn,
  sharedM: Type.Number({ description: 'Metres of the edge that both share', examples: [412.5] }),
  workers: Type.Array(Type.Integer(), {
    description: 'Numbers of those who work it now',
    examples: [[12]],
  }),
  openIncidents: Type.Integer({
    description: 'Incidents that it is responsible for and that are not closed',
    examples: [3],
  }),
});
export type Neighbour = Static<typeof Neighbour>;

export const Neighbours = Type.Object({
  neighbours: Type.Array(Neighbour, { description: 'Longest shared edge first' }),
});
