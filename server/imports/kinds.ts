// The kinds of file, and the columns of each: required ones, defaults, limits. docs/imports.md tables the same.
import type { Field } from './fields.ts';
import type { Shape } from './geometry.ts';

export const importKinds = [
  'areas',
  'grids',
  'households',
  'incidents',
  'workers',
  'blocks',
  'roads',
  'water',
] as const;
export type ImportKind = (typeof importKinds)[number];

export interface KindDefinition {
  /** Accepted geometries; none means that a geometry in the file is left aside. */
  shapes: readonly Shape[];
  geometry: 'required' | 'optional' | 'none';
  /** The field that identifies a row within its source. */
  key: 'reference' | 'code';
  fields: readonly Field[];
}

const text = (name: string, about: string, maximumLength = 200): Field & { type: 'text' } => ({
  name,
  about,
  type: 'text',
  maximumLength,
});
const reference: Field = {
  ...text(
    'reference',
    'The source’s own number for the row; a feature’s id is taken where there is none',
    128,
  ),
  required: true,
};
const personal = (field: Field): Field => ({ ...field, isPersonal: true });
const names: Field[] = [
  { ...text('name', 'Local name'), default: '' },
  { ...text('name_en', 'English name'), default: '' },
];

export const kindDefinitions: Readonly<Record<ImportKind, KindDefinition>> = {
  areas: {
    shapes: ['polygon'],
    geometry: 'optional',
    key: 'code',
    fields: [
      { ...text('code', 'Code of the street or community', 64), required: true },
      { name: 'kind', about: 'What it is', type: 'choice', choices: ['street', 'community'], required: true },
      { ...text('name', 'Local name'), required: true },
      text('name_en', 'English name; without it, the local name'),
      text('parent', 'Code of a community’s street; without it, by the region’s code pattern', 64),
    ],
  },
  grids: {
    shapes: ['polygon'],
    geometry: 'required',
    key: 'code',
    fields: [
      { ...text('code', 'Code of the grid, for ever its own', 64), required: true },
      { name: 'kind', about: 'What it is', type: 'choice', choices: ['base', 'dedicated'], default: 'base' },
      ...names,
      text('community', 'Code of its community; without it, by the region’s code pattern', 64),
      text('street', 'Code of its street; without it, by the region’s code pattern', 64),
    ],
  },
  households: {
    shapes: ['point'],
    geometry: 'required',
    key: 'reference',
    fields: [
      reference,
      { name: 'people', about: 'Residents', type: 'integer', minimum: 0, maximum: 30000, default: 1 },
      {
        name: 'key_persons',
        about: 'Residents who need regular visits',
        type: 'integer',
        minimum: 0,
        maximum: 30000,
        default: 0,
      },
      { ...text('building', 'Shared by the households of one building'), default: '' },
      personal(text('address', 'Address', 500)),
      personal(text('contact', 'Name of the person to ask for')),
      personal(text('phone', 'Telephone number', 50)),
    ],
  },
  incidents: {
    shapes: ['point'],
    geometry: 'required',
    key: 'reference',
    fields: [
      reference,
      {
        name: 'category',
        about: 'Code of the category',
        type: 'choice',
        choices: ['water', 'refuse', 'noise', 'parking', 'lighting', 'fire', 'dispute', 'other'],
        required: true,
      },
      {
        name: 'severity',
        about: '1 low, 2 normal, 3 high, 4 urgent',
        type: 'integer',
        minimum: 1,
        maximum: 4,
        default: 2,
      },
      {
        name: 'status',
        about: 'How far it has come',
        type: 'choice',
        choices: ['received', 'dispatched', 'in_hand', 'checked', 'closed'],
        default: 'received',
      },
      { name: 'reported_at', about: 'When it was reported', type: 'instant', required: true },
      { name: 'closed_at', about: 'When it was closed', type: 'instant' },
      {
        name: 'accuracy_m',
        about: 'How far off the point may be, in metres',
        type: 'number',
        minimum: 0,
        maximum: 100000,
      },
      personal(text('address', 'Address', 500)),
      personal(text('description', 'What happened', 4000)),
      personal(text('reporter', 'Name of who reported it')),
      personal(text('phone', 'Telephone number', 50)),
    ],
  },
  workers: {
    shapes: [],
    geometry: 'none',
    key: 'reference',
    fields: [
      reference,
      {
        name: 'number',
        about: 'What the worker is called where names are not shown; without it, the next free one',
        type: 'integer',
        minimum: 1,
        maximum: 1_000_000,
      },
      personal(text('name', 'Name')),
      personal(text('phone', 'Telephone number', 50)),
      {
        name: 'grids',
        about: 'Codes of the grids, separated by spaces; a file without the column changes no assignment',
        type: 'codes',
      },
      {
        name: 'since',
        about: 'From when a newly assigned grid is worked; without it, from now',
        type: 'instant',
      },
    ],
  },
  blocks: {
    shapes: ['polygon'],
    geometry: 'required',
    key: 'reference',
    fields: [reference, { ...text('kind', 'Use of the land', 64), default: 'residential' }, ...names],
  },
  roads: {
    shapes: ['line'],
    geometry: 'required',
    key: 'reference',
    fields: [
      reference,
      {
        name: 'kind',
        about: 'Rank of the road',
        type: 'choice',
        choices: ['trunk', 'main', 'street', 'lane', 'path'],
        default: 'street',
      },
      ...names,
    ],
  },
  water: {
    shapes: ['polygon', 'line'],
    geometry: 'required',
    key: 'reference',
    fields: [
      reference,
      {
        name: 'kind',
        about: 'What it is',
        type: 'choice',
        choices: ['sea', 'lake', 'river', 'stream'],
        default: 'river',
      },
      ...names,
    ],
  },
};
