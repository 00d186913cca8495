// `户号=reference`: a field, and the column that it is taken from.
import type { ColumnMap } from './fields.ts';
import { type ImportKind, kindDefinitions } from './kinds.ts';

/**
 * The map with one more column.
 *
 * @throws Error that says what is wrong with the text
 */
export function withColumn(kind: ImportKind, text: string, map: ColumnMap = new Map()): Map<string, string> {
  const fields = kindDefinitions[kind].fields.map((field) => field.name);
  const known = kindDefinitions[kind].shapes.includes('point') ? [...fields, 'lon', 'lat'] : fields;
  const split = text.lastIndexOf('=');
  const [column, field] = [text.slice(0, split).trim(), text.slice(split + 1).trim()];
  if (split < 1) throw new Error('write it as COLUMN=FIELD.');
  if (!known.includes(field)) throw new Error(`${kind} have the fields ${known.join(', ')}.`);
  return new Map(map).set(field, column);
}
