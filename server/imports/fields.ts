// What a column may hold. One definition drives parsing, messages and docs/imports.md.

import { localInstant } from '../regions/localInstant.ts';
import { type FaultList, WITHHELD } from './faults.ts';

interface FieldBase {
  name: string;
  /** For the documentation: what the column means. */
  about: string;
  required?: boolean;
  /** Personal fields are kept apart, and their values never shown in reports. */
  isPersonal?: boolean;
}

export type Field = FieldBase &
  (
    | { type: 'text'; maximumLength: number; default?: string }
    | { type: 'integer'; minimum: number; maximum: number; default?: number }
    | { type: 'number'; minimum: number; maximum: number }
    | { type: 'choice'; choices: readonly string[]; default?: string }
    | { type: 'instant' }
    | { type: 'codes' }
  );

export type FieldValue = string | number | string[] | null;

/** The file's own column for each field; a field that is not mapped is its own column. */
export type ColumnMap = ReadonlyMap<string, string>;

export interface FieldContext {
  columns: ColumnMap;
  /** For instants without an offset. */
  timeZone: string;
  faults: FaultList;
}

/** Reads one record's fields; what is wrong goes to the faults. */
export function parseFields(
  fields: readonly Field[],
  properties: Readonly<Record<string, unknown>>,
  row: number,
  context: FieldContext,
): Record<string, FieldValue> {
  const values: Record<string, FieldValue> = {};
  for (const field of fields) {
    const column = context.columns.get(field.name) ?? field.name;
    const given = Object.hasOwn(properties, column) ? properties[column] : undefined;
    try {
      values[field.name] = parseField(field, given, context.timeZone);
    } catch (error) {
      if (!(error instanceof FieldFault)) throw error;
      const reason =
        given === undefined && column === field.name
          ? `${error.message}; if another column holds it: --map COLUMN=${field.name}`
          : error.message;
      context.faults.add(row, column, field.isPersonal ? WITHHELD : (given ?? ''), reason);
    }
  }
  return values;
}

class FieldFault extends Error {}

function parseField(field: Field, given: unknown, timeZone: string): FieldValue {
  if (field.type === 'codes') return parseCodes(given);
  const text = toText(given);
  if (text === '') {
    if (field.required) throw new FieldFault('is required');
    return 'default' in field ? (field.default ?? null) : null;
  }
  switch (field.type) {
    case 'text':
      if (text.length <= field.maximumLength) return text;
      throw new FieldFault(`is longer than ${field.maximumLength} characters`);
    case 'integer':
    case 'number':
      return parseNumber(field, text);
    case 'choice':
      if (field.choices.includes(text)) return text;
      throw new FieldFault(`must be one of ${field.choices.join(', ')}`);
    case 'instant':
      return parseInstant(text, timeZone);
  }
}

function toText(given: unknown): string {
  if (given === undefined || given === null) return '';
  if (typeof given === 'object') throw new FieldFault('must be a plain value');
  const text = String(given).trim();
  if (text.includes('\uFFFD')) {
    throw new FieldFault(
      'is not valid text: save the whole file as UTF-8 (Excel: “CSV UTF-8”), or say its --encoding',
    );
  }
  if (text.includes('\0')) throw new FieldFault('holds a zero character');
  return text;
}

function parseNumber(field: Field & { type: 'integer' | 'number' }, text: string): number {
  const isWhole = field.type === 'integer';
  const isNumber = isWhole ? /^[+-]?\d+$/.test(text) : /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
  const number = Number(text);
  if (!isNumber || number < field.minimum || number > field.maximum) {
    const kind = isWhole ? 'a whole number' : 'a number';
    throw new FieldFault(`must be ${kind} from ${field.minimum} to ${field.maximum}`);
  }
  // what a float4 cannot hold for smallness, PostgreSQL refuses
  return Math.fround(number) === 0 ? 0 : number;
}

function parseInstant(text: string, timeZone: string): string {
  const instant = localInstant(text, timeZone);
  if (instant !== undefined) return instant;
  throw new FieldFault(
    'must be a time such as 2026-03-01T08:30:00+08:00, or 2026-03-01 08:30 in the region’s own time',
  );
}

/** A list, or text with separators; a missing column, unlike an empty one, says nothing: null. */
function parseCodes(given: unknown): string[] | null {
  if (given === undefined || given === null) return null;
  const items = Array.isArray(given) ? given.map(toText) : toText(given).split(/[\s,;]+/);
  return [...new Set(items.filter((item) => item !== ''))];
}
