// The parts of schemas that households and incidents share.
import { type TProperties, type TSchema, Type } from 'typebox';
import { limits } from '../limits.ts';
import { Crs, LocatedGrid } from '../locate/schemas.ts';
import { RegionCode } from '../regions/schemas.ts';

export const exampleGrid = {
  gridId: '214',
  gridVersionId: '345',
  code: '370215001001001',
  name: '第1网格',
  nameEn: 'Grid 1',
  kind: 'base',
};

/** Below 2^63, so that PostgreSQL can compare it; ours stay below 2^53. */
export const Id = Type.String({
  pattern: '^[1-9][0-9]{0,15}$',
  description: 'Feature id',
  examples: ['10482'],
});

export const source = Type.String({
  minLength: 1,
  maxLength: 64,
  description: 'Who says so: the register or system that the reference is from',
  examples: ['hotline'],
});
export const reference = Type.String({
  minLength: 1,
  maxLength: 128,
  description: "The source's own number for it",
  examples: ['R-2026-0815'],
});
export const lon = Type.Number({
  minimum: -180,
  maximum: 180,
  description: 'Degrees east',
  examples: [120.4512345],
});
export const lat = Type.Number({
  minimum: -90,
  maximum: 90,
  description: 'Degrees north',
  examples: [36.3812345],
});

/** A body that names the thing: in a request that creates, and in each row of a bulk upsert. */
export function creating<Fields extends TProperties>(fields: Fields) {
  return Type.Object(
    { source, reference, lon, lat, crs: Type.Optional(Crs), ...fields },
    { additionalProperties: false },
  );
}

const correctedByHand = Type.Optional(
  Type.Boolean({
    description:
      'Default: true when something changed, and no import overwrites it then; false gives it back to the imports',
    examples: [true],
  }),
);

/** A whole new state. Who it is does not change, and may be left out. */
export function replacing<Fields extends TProperties>(fields: Fields) {
  return Type.Object(
    {
      source: Type.Optional(source),
      reference: Type.Optional(reference),
      lon,
      lat,
      crs: Type.Optional(Crs),
      ...fields,
      correctedByHand,
    },
    { additionalProperties: false },
  );
}

/** RFC 7396. No defaults here: what is not sent is not touched. */
export function patching(required: Record<string, TSchema>, removable: Record<string, TSchema>) {
  const optional = Object.entries(required).map(([name, schema]) => [name, Type.Optional(schema)]);
  const nullable = Object.entries(removable).map(([name, schema]) => {
    const { default: _, ...withoutDefault } = schema as TSchema & { default?: unknown };
    return [name, Type.Optional(Type.Union([withoutDefault as TSchema, Type.Null()]))];
  });
  return Type.Object(
    {
      ...(Object.fromEntries([...optional, ...nullable]) as TProperties),
      source: Type.Optional(source),
      reference: Type.Optional(reference),
      lon: Type.Optional(lon),
      lat: Type.Optional(lat),
      crs: Type.Optional(
        Type.Union(
          ['wgs84', 'cgcs2000', 'gcj02', 'bd09'].map((name) => Type.Literal(name)),
          {
            description: 'Coordinate system of lon and lat, which must then both be sent',
            examples: ['gcj02'],
          },
        ),
      ),
      correctedByHand,
    },
    { additionalProperties: false, minProperties: 1 },
  );
}

/** What an answer shows, around the subject's own fields. */
export function showing<Fields extends TProperties>(own: Fields) {
  return Type.Object({
    id: Id,
    region: RegionCode,
    source,
    reference,
    ...own,
    lon,
    lat,
    grid: Type.Union([LocatedGrid, Type.Null()], {
      description: 'The responsible grid: the pinned one, else dedicated before base; null: unassigned',
      examples: [exampleGrid],
    }),
    baseGrid: Type.Union([LocatedGrid, Type.Null()], { examples: [exampleGrid] }),
    dedicatedGrid: Type.Union([LocatedGrid, Type.Null()], { examples: [null] }),
    pin: Type.Union([Type.Object({ grid: Type.String(), reason: Type.String() }), Type.Null()], {
      description: 'The grid that a person made responsible, and why',
      examples: [{ grid: '370215001001001', reason: 'The entrance is on this side' }],
    }),
    correctedByHand: Type.Boolean({ description: 'Imports leave it as it is', examples: [false] }),
    recordedAt: Type.String({
      format: 'date-time',
      description: 'When this state was recorded',
      examples: ['2026-11-24T08:00:00Z'],
    }),
    changeSequence: Type.String({ description: 'The change that last touched it', examples: ['17'] }),
    personalFields: Type.Array(Type.String(), {
      description: 'Which personal fields are stored; their values are not shown here',
      examples: [['address', 'phone']],
    }),
  });
}

export const Pin = Type.Object(
  {
    grid: Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'Code of a grid in force in the region',
      examples: ['370215001001001'],
    }),
    reason: Type.String({
      minLength: 1,
      maxLength: 500,
      description: 'Why; it is kept and shown, so nothing personal belongs into it',
      examples: ['The entrance is on this side'],
    }),
  },
  { additionalProperties: false },
);

export function bulk(row: TSchema) {
  return Type.Object(
    { rows: Type.Array(row, { minItems: 1, maxItems: limits.bulkRows, description: 'Whole states' }) },
    { additionalProperties: false },
  );
}

export const BulkResult = Type.Object({
  created: Type.Integer({ examples: [1] }),
  changed: Type.Integer({ examples: [1] }),
  unchanged: Type.Integer({ description: 'Stored like this already, and not touched', examples: [1] }),
  kept: Type.Integer({
    description: 'Corrected by hand and different from what was sent: left as they are',
    examples: [0],
  }),
  changeSequence: Type.Union([Type.String(), Type.Null()], {
    description: 'Null: nothing was written',
    examples: ['18'],
  }),
  results: Type.Array(
    Type.Object({
      id: Id,
      outcome: Type.Union([
        Type.Literal('created'),
        Type.Literal('changed'),
        Type.Literal('unchanged'),
        Type.Literal('kept'),
      ]),
    }),
    { description: 'In the order of the rows', examples: [[{ id: '10482', outcome: 'created' }]] },
  ),
});
