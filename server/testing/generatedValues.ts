// Values generated from the schemas of the OpenAPI document.
import fc from 'fast-check';
import type { Schema } from '../openapiDocument.ts';
import { hostileJson } from './hostileValues.ts';

/** Values that exist in the database under test, by parameter or field name. */
export type KnownValues = Readonly<Record<string, readonly string[]>>;

function knownOf(name: string, known: KnownValues): readonly string[] {
  if (Object.hasOwn(known, name)) return known[name]!;
  return /id$/i.test(name) && name !== 'externalId' ? (known.id ?? []) : [];
}

/** What the schema lets pass, its limits among it, and what is known to exist where that is known. */
export function validValue(
  schema: Schema,
  name: string,
  known: KnownValues,
  depth = 0,
): fc.Arbitrary<unknown> {
  const preferred: unknown[] = [];
  if ('example' in schema) preferred.push(schema.example);
  if (schema.type === undefined || schema.type === 'string') preferred.push(...knownOf(name, known));
  const plain = schema.nullable
    ? fc.oneof({ weight: 4, arbitrary: plainValue(schema, known, depth) }, fc.constant(null))
    : plainValue(schema, known, depth);
  if (preferred.length === 0) return plain;
  return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...preferred) }, { weight: 1, arbitrary: plain });
}

function plainValue(schema: Schema, known: KnownValues, depth: number): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const alternatives = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined;
  if (alternatives && alternatives.length > 0) {
    return fc.oneof(...alternatives.map((alternative) => validValue(alternative, '', known, depth + 1)));
  }
  switch (schema.type) {
    case 'integer':
      return numberWithin(schema, (min, max) => fc.integer({ min: Math.ceil(min), max: Math.floor(max) }));
    case 'number':
      return numberWithin(schema, (min, max) => fc.double({ min, max, noNaN: true }));
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(validValue((schema.items as Schema) ?? {}, '', known, depth + 1), {
        minLength: Number(schema.minItems ?? 0),
        maxLength: Math.min(Number(schema.maxItems ?? 4), Number(schema.minItems ?? 0) + 4),
      });
    case 'object':
      return objectValue(schema, known, depth);
    case 'string':
      return stringValue(schema);
    default:
      return depth > 3 ? fc.constant(null) : fc.oneof(hostileJson, fc.constant({}));
  }
}

function numberWithin(
  schema: Schema,
  between: (min: number, max: number) => fc.Arbitrary<number>,
): fc.Arbitrary<number> {
  const min = Number(schema.minimum ?? schema.exclusiveMinimum ?? -1_000);
  const max = Number(schema.maximum ?? schema.exclusiveMaximum ?? Math.max(1_000, min));
  return fc.oneof({ weight: 3, arbitrary: between(min, max) }, fc.constantFrom(min, max));
}

function stringValue(schema: Schema): fc.Arbitrary<string> {
  if (schema.format === 'date-time') {
    const max = new Date('2027-01-01');
    return fc
      .date({ min: new Date('1990-01-01'), max, noInvalidDate: true })
      .map((date) => date.toISOString());
  }
  if (schema.format === 'date') return fc.constantFrom('2026-01-01', '2026-11-24', '1999-12-31');
  if (schema.format === 'uuid') return fc.uuid();
  if (typeof schema.pattern === 'string') return fc.stringMatching(new RegExp(schema.pattern));
  const minLength = Number(schema.minLength ?? 0);
  const maxLength = Number(schema.maxLength ?? 40);
  return fc.oneof(
    { weight: 3, arbitrary: fc.string({ minLength, maxLength: Math.min(maxLength, minLength + 20) }) },
    fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, minLength + 10) }),
    fc.constantFrom('x'.repeat(minLength), 'x'.repeat(Math.min(maxLength, 5_000))),
  );
}

function objectValue(schema: Schema, known: KnownValues, depth: number): fc.Arbitrary<unknown> {
  if (depth > 6) return fc.constant({});
  const required = new Set((schema.required as string[] | undefined) ?? []);
  const properties = Object.entries(schema.properties ?? {});
  const members = Object.fromEntries(
    properties.map(([name, property]) => [name, validValue(property, name, known, depth + 1)]),
  );
  const others = schema.additionalProperties;
  const object = fc.record(members, {
    requiredKeys: properties.map(([name]) => name).filter((n) => required.has(n)),
  });
  if (typeof others !== 'object') return object;
  const extra = fc.dictionary(
    fc.string({ minLength: 1, maxLength: 8 }),
    validValue(others, '', known, depth + 1),
    {
      maxKeys: 3,
    },
  );
  return fc.tuple(object, extra).map(([own, more]) => ({ ...more, ...(own as object) }));
}
