import { type Static, Type } from 'typebox';
import { Crs } from '../locate/schemas.ts';
import { RegionCode } from '../regions/schemas.ts';
import { fileFormats } from './importFile.ts';
import { importKinds } from './kinds.ts';

const oneOf = <Value extends string>(
  values: readonly Value[],
  options: { description: string; examples: Value[]; default?: Value },
) =>
  // the literals of an array are lost on the way through map()
  Type.Unsafe<Value>(
    Type.Union(
      values.map((value) => Type.Literal(value)),
      options,
    ),
  );

export const UploadQuery = Type.Object(
  {
    kind: oneOf(importKinds, { description: 'What the rows are', examples: ['households'] }),
    source: Type.String({
      minLength: 1,
      maxLength: 64,
      description:
        'Who the rows come from; region, source and reference identify a row from one import to the next',
      examples: ['register'],
    }),
    mode: Type.Optional(
      oneOf(['upsert', 'replace'], {
        description: 'replace: rows that the source had before and the file leaves out end',
        examples: ['upsert'],
        default: 'upsert',
      }),
    ),
    crs: Type.Optional(
      Type.Union(Crs.anyOf, {
        description: 'Coordinate system of the file',
        default: 'wgs84',
        examples: ['gcj02'],
      }),
    ),
    format: Type.Optional(
      oneOf(fileFormats, { description: 'What the body is; default: by Content-Type', examples: ['csv'] }),
    ),
    encoding: Type.Optional(
      Type.String({
        maxLength: 40,
        description:
          'How the text of CSV and Shapefiles is encoded; default: as the file says, else by its bytes',
        examples: ['GB18030'],
      }),
    ),
    layer: Type.Optional(
      Type.String({
        maxLength: 200,
        description: 'Which layer of a GeoPackage, or Shapefile of an archive; default: the only one',
        examples: ['homes'],
      }),
    ),
    fileName: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description: 'What the file is called in lists and reports',
        examples: ['homes.csv'],
      }),
    ),
    map: Type.Optional(
      Type.Array(Type.String({ maxLength: 200, examples: ['户号=reference'] }), {
        maxItems: 50,
        description: 'COLUMN=FIELD: takes a field from a column of another name; may be repeated',
        examples: [['户号=reference']],
      }),
    ),
    skipInvalid: Type.Optional(
      Type.Boolean({
        description:
          'Leaves rows with faults out instead of refusing the file; not for grids, not with mode=replace',
        default: false,
        examples: [false],
      }),
    ),
    dryRun: Type.Optional(
      Type.Boolean({
        description:
          'Does everything but the last step: the job says what would change, and nothing is stored',
        default: false,
        examples: [true],
      }),
    ),
    acceptOutside: Type.Optional(
      Type.Boolean({
        description:
          'Households and incidents: stores points outside the region, unassigned, also when they are many',
        default: false,
        examples: [false],
      }),
    ),
    repairM: Type.Optional(
      Type.Number({
        minimum: 0.001,
        maximum: 100,
        description: 'Grids: snaps boundaries that miss each other by no more than this, in metres',
        examples: [0.5],
      }),
    ),
    effectiveFrom: Type.Optional(
      Type.String({
        maxLength: 40,
        description: "Grids: from when they are in force; a date in the region's time zone, or an instant",
        examples: ['2026-11-01'],
      }),
    ),
    declareEnclaves: Type.Optional(
      Type.Boolean({
        description: 'Grids: takes every hole of the coverage as land of another region',
        default: false,
        examples: [false],
      }),
    ),
  },
  { additionalProperties: false },
);
export type UploadQuery = Static<typeof UploadQuery>;

export const JobParameters = Type.Object({
  region: RegionCode,
  id: Type.String({
    format: 'uuid',
    description: 'The job, as the Location of its upload names it',
    examples: ['0b6c0f9e-5a39-4d9e-8d0f-3f9a5b1f7c11'],
  }),
});

export const JobListQuery = Type.Object(
  {
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1000,
        default: 100,
        description: 'How many, newest first',
        examples: [20],
      }),
    ),
  },
  { additionalProperties: false },
);

export const FaultsQuery = Type.Object(
  {
    f: Type.Optional(
      oneOf(['json', 'csv'], { description: 'The form of the answer', examples: ['csv'], default: 'json' }),
    ),
  },
  { additionalProperties: false },
);

export const jobStates = ['queued', 'running', 'done', 'refused', 'cancelled'] as const;

const Count = (description: string, example: number) => Type.Integer({ description, examples: [example] });
const orNull = <Schema extends Parameters<typeof Type.Union>[0][number]>(
  schema: Schema,
  description: string,
) => Type.Union([schema, Type.Null()], { description });

export const Job = Type.Object({
  id: Type.String({ examples: ['0b6c0f9e-5a39-4d9e-8d0f-3f9a5b1f7c11'] }),
  region: RegionCode,
  kind: oneOf(importKinds, { description: 'What the rows are', examples: ['households'] }),
  source: Type.String({ examples: ['register'] }),
  fileName: Type.String({ examples: ['homes.csv'] }),
  mode: oneOf(['upsert', 'replace'], { description: 'As it was asked for', examples: ['upsert'] }),
  isDryRun: Type.Boolean({ description: 'Stores nothing', examples: [false] }),
  state: oneOf(jobStates, {
    description: 'One job of a region runs at a time. refused: nothing was stored, `error` says why',
    examples: ['done'],
  }),
  phase: orNull(
    oneOf(['reading', 'checking', 'writing'], { description: '', examples: ['reading'] }),
    'Of a running job; in `writing` it cannot be cancelled any more',
  ),
  cancelRequested: Type.Boolean({ description: 'It ends at its next batch', examples: [false] }),
  startedAt: Type.String({ format: 'date-time', examples: ['2026-11-24T08:30:00.000Z'] }),
  finishedAt: orNull(Type.String({ format: 'date-time' }), 'Null: it has not ended'),
  rowsRead: Count('So far', 400000),
  bytesRead: Count('So far, of the file', 31000000),
  bytesTotal: orNull(Type.Integer(), 'The size of the file; null: not known'),
  rows: orNull(Type.Integer(), 'Rows used, without those skipped; null: it has not ended, or stored nothing'),
  counts: orNull(
    Type.Object({
      added: Count('New rows', 399000),
      changed: Count('Rows that say something else than before', 900),
      closed: Count('Ended, because the file leaves them out (mode replace)', 0),
      unchanged: Count('Rows that say what is stored', 100),
      unassigned: Count('Points that lie in no grid', 3),
      skipped: Count('Rows left out for their faults', 0),
    }),
    'What changed, or would change in a dry run; null: it has not ended, or stored nothing',
  ),
  keptByHand: Type.Array(Type.String(), {
    description: 'References of rows corrected by hand that the file contradicts; they stay as they are',
    examples: [[]],
  }),
  boundaryVersion: orNull(Type.Integer(), 'Of grids: the version that they became, or would become'),
  notes: Type.Array(Type.String(), {
    description: 'What was assumed about the file',
    examples: [['The file is not UTF-8: it was read as GB18030']],
  }),
  error: orNull(Type.String(), 'Why nothing was stored'),
  faults: Count('How many there are; `/faults` lists the first 1,000', 0),
  links: Type.Array(
    Type.Object({
      rel: Type.String({ examples: ['self'] }),
      href: Type.String({ examples: ['/api/regions/370215/imports/0b6c0f9e-5a39-4d9e-8d0f-3f9a5b1f7c11'] }),
    }),
    { description: 'self, faults; defects for grids that were refused' },
  ),
});
export type Job = Static<typeof Job>;

export const JobList = Type.Object({ imports: Type.Array(Job) });

export const Faults = Type.Object({
  total: Count('How many there are; the first 1,000 are listed', 1),
  faults: Type.Array(
    Type.Object({
      row: Count(
        'Line of a CSV or newline-delimited file, or number of the feature; 0: the file as a whole',
        12,
      ),
      field: Type.String({ examples: ['people'] }),
      reason: Type.String({ examples: ['must be a whole number from 0 to 30000'] }),
    }),
    { description: 'Without values, which may be personal: the file has them' },
  ),
  defects: Type.Array(
    Type.Object({
      kind: Type.String({ examples: ['gap'] }),
      lon: Type.Number({ examples: [120.45] }),
      lat: Type.Number({ examples: [36.38] }),
      message: Type.String({ examples: ['A gap of 12 m² between 370215001001001 and 370215001001002'] }),
    }),
    { description: 'Of grids that are no exact coverage' },
  ),
});
export type Faults = Static<typeof Faults>;
