import { type Static, Type } from 'typebox';

/** Six digits; the stable identity behind it is `region_id`, which URLs never show. */
export const RegionCode = Type.String({
  pattern: '^[0-9]{6}$',
  description: "The region's six-digit code",
  examples: ['370215'],
});

/** For routes that take no query parameters: an unknown one is a mistake worth telling. */
export const NoQuery = Type.Object({}, { additionalProperties: false });

export const RegionParameters = Type.Object({ region: RegionCode });

/** west, south, east, north in degrees */
export const Bbox = Type.Tuple([Type.Number(), Type.Number(), Type.Number(), Type.Number()]);

/** A code with its two names, the form in which every place is referred to. */
export const Place = Type.Object({
  code: Type.String(),
  name: Type.String(),
  nameEn: Type.String(),
});
export type Place = Static<typeof Place>;

export const Region = Type.Object({
  code: RegionCode,
  name: Type.String(),
  nameEn: Type.String(),
  timeZone: Type.String(),
  isDemo: Type.Boolean(),
  boundaryVersion: Type.Integer({ description: '0: the region has no grids yet' }),
  effectiveFrom: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
    description: 'Start of the boundaries in force; null where they hold from the beginning of time',
  }),
  changeSequence: Type.String({ description: "The region's newest change; grows with every write" }),
  bbox: Type.Union([Bbox, Type.Null()], { description: 'Null: the region has no grids yet' }),
});
export type Region = Static<typeof Region>;

export const RegionList = Type.Object({ regions: Type.Array(Region) });
export type RegionList = Static<typeof RegionList>;

export const BoundaryVersions = Type.Object({
  versions: Type.Array(
    Type.Object({
      version: Type.Integer({ examples: [2] }),
      effectiveFrom: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
        description: 'Null: from the beginning of time; it may lie in the future',
        examples: ['2026-11-24T08:00:00Z'],
      }),
      recordedAt: Type.String({
        format: 'date-time',
        description: 'When it was published',
        examples: ['2026-11-23T08:00:00Z'],
      }),
      source: Type.String({ description: 'Where its boundaries come from', examples: ['survey'] }),
      actor: Type.Union([Type.String(), Type.Null()], {
        description: 'Who published it; null: not recorded',
        examples: ['planner 2'],
      }),
      changedGrids: Type.Integer({
        description: 'Grids that it added, changed or retired',
        examples: [4],
      }),
    }),
    { description: 'Newest first' },
  ),
});
export type BoundaryVersions = Static<typeof BoundaryVersions>;

export const Summary = Type.Object({
  region: Region,
  areaKm2: Type.Number(),
  grids: Type.Object({ base: Type.Integer(), dedicated: Type.Integer(), withoutWorker: Type.Integer() }),
  areas: Type.Object({ streets: Type.Integer(), communities: Type.Integer() }),
  workers: Type.Integer(),
  households: Type.Object({
    total: Type.Integer(),
    people: Type.Integer(),
    keyPersons: Type.Integer(),
    unassigned: Type.Integer(),
  }),
  incidents: Type.Object({ total: Type.Integer(), open: Type.Integer(), unassigned: Type.Integer() }),
  coverage: Type.Object({
    exact: Type.Union([Type.Boolean(), Type.Null()], { description: 'Null: never checked' }),
    defects: Type.Integer(),
    checkedAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
  }),
});
export type Summary = Static<typeof Summary>;
