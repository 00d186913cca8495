// Columns of a .dbf: names of at most ten letters, values of fixed width.
import iconv from 'iconv-lite';
import type { Property } from '../../../features/collections/collection.ts';
import type { ExportEncoding } from '../../exportRequest.ts';

export interface Field {
  /** Of the API; `id` is the feature's. */
  property: string;
  description: string;
  /** In the file. */
  name: string;
  isNumber: boolean;
}

const LONGEST_NAME = 10;
/** One byte says how wide a column is, and 255 is not for all programs. */
export const WIDEST_TEXT = 254;

/** The feature's id and each property, under names that differ in ten letters, whatever their case. */
export function fieldsOf(properties: readonly Property[]): Field[] {
  const taken = new Set<string>();
  const named = (property: string): string => {
    for (let attempt = 1; ; attempt += 1) {
      const ending = attempt === 1 ? '' : String(attempt);
      const name = property.slice(0, LONGEST_NAME - ending.length) + ending;
      if (taken.has(name.toLowerCase())) continue;
      taken.add(name.toLowerCase());
      return name;
    }
  };
  const id = { property: 'id', description: 'The id of the feature', name: named('id'), isNumber: false };
  return [
    id,
    ...properties.map(({ name, description, schema }) => ({
      property: name,
      description,
      name: named(name),
      isNumber: schema.type === 'integer' || schema.type === 'number',
    })),
  ];
}

/** The bytes of a text, cut off between two characters where they are more than a column holds. */
export function textBytes(text: string, encoding: ExportEncoding): { bytes: Buffer; isCut: boolean } {
  const whole = iconv.encode(text, encoding);
  if (whole.length <= WIDEST_TEXT) return { bytes: whole, isCut: false };
  let kept = '';
  let length = 0;
  for (const character of text) {
    length += iconv.encode(character, encoding).length;
    if (length > WIDEST_TEXT) break;
    kept += character;
  }
  return { bytes: iconv.encode(kept, encoding), isCut: true };
}

/** A number as it is written without an exponent: digits before and after the point. */
export function digitsOf(value: number): [whole: string, decimals: string] {
  const text = String(value);
  const [whole = '', decimals = ''] = (text.includes('e') ? value.toFixed(10) : text).split('.');
  return [whole, decimals];
}
