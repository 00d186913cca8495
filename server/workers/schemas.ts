import { Type } from 'typebox';
import { Id, reference, source } from '../points/schemas.ts';
import { RegionCode } from '../regions/schemas.ts';

const number = Type.Integer({
  minimum: 1,
  maximum: 1_000_000,
  description: 'What the worker is called where names are not shown; default: the next free one',
  examples: [12],
});
const name = Type.String({ maxLength: 200, description: 'Personal', examples: ['Example Person'] });
const phone = Type.String({ maxLength: 50, description: 'Personal', examples: ['000-1234'] });
const personal = { name: Type.Optional(name), phone: Type.Optional(phone) };

export const NewWorker = Type.Object(
  { source, reference, number: Type.Optional(number), ...personal },
  { additionalProperties: false },
);

export const WorkerReplacement = Type.Object(
  { source: Type.Optional(source), reference: Type.Optional(reference), number, ...personal },
  { additionalProperties: false },
);

export const WorkerPatch = Type.Object(
  {
    source: Type.Optional(source),
    reference: Type.Optional(reference),
    number: Type.Optional(number),
    name: Type.Optional(Type.Union([name, Type.Null()])),
    phone: Type.Optional(Type.Union([phone, Type.Null()])),
  },
  { additionalProperties: false, minProperties: 1 },
);

const instant = (description: string, example: string) =>
  Type.String({ format: 'date-time', description, examples: [example] });

export const Assignment = Type.Object({
  id: Id,
  worker: Type.String({ description: "The worker's id", examples: ['10482'] }),
  grid: Type.Object(
    { gridId: Type.String(), code: Type.String() },
    {
      description: 'With its newest code',
      examples: [{ gridId: '214', code: '370215001001001' }],
    },
  ),
  validFrom: instant('From when the worker works the grid', '2026-11-24T00:00:00Z'),
  validTo: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
    description: 'Until when; null: no end is known',
    examples: [null],
  }),
});

export const Worker = Type.Object({
  id: Id,
  region: RegionCode,
  source,
  reference,
  number,
  personalFields: Type.Array(Type.String(), {
    description: 'Which personal fields are stored; their values are never shown',
    examples: [['name']],
  }),
  changeSequence: Type.String({
    description: 'The change that last touched the worker; 0: an import did, before changes were kept here',
    examples: ['17'],
  }),
});

export const AssignmentList = Type.Object({
  assignments: Type.Array(Assignment, { description: 'Past, present and future, by time' }),
});

const gridCode = Type.String({
  minLength: 1,
  maxLength: 64,
  description: 'Code of a grid in force in the region',
  examples: ['370215001001001'],
});
const validFrom = instant('Default: now', '2026-12-01T00:00:00+08:00');
const validTo = instant('Null or left out: no end is known', '2027-12-01T00:00:00+08:00');

export const NewAssignment = Type.Object(
  {
    grid: gridCode,
    validFrom: Type.Optional(validFrom),
    validTo: Type.Optional(Type.Union([validTo, Type.Null()])),
  },
  { additionalProperties: false },
);

export const AssignmentReplacement = Type.Object(
  { grid: gridCode, validFrom, validTo: Type.Optional(Type.Union([validTo, Type.Null()])) },
  { additionalProperties: false },
);

export const AssignmentPatch = Type.Object(
  {
    grid: Type.Optional(gridCode),
    validFrom: Type.Optional(validFrom),
    validTo: Type.Optional(Type.Union([validTo, Type.Null()])),
  },
  { additionalProperties: false, minProperties: 1 },
);
