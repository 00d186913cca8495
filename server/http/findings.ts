// What Ajv finds wrong with an input, in our words.
import type { FastifyError } from 'fastify';
import { shortened } from '../errors.ts';

/** The parts of Ajv's error that are read. */
type Finding = Pick<
  NonNullable<FastifyError['validation']>[number],
  'keyword' | 'instancePath' | 'params' | 'message'
>;

/**
 * Ajv's first finding about the input, in our words. The value is null where there is none to show.
 * `parameter` is the path to what is wrong, or the place where that is the whole of it.
 */
export function describeFindings(
  findings: readonly Finding[],
  input: unknown,
  place: string,
): { parameter: string; value: string | null; why: string } | undefined {
  const first = findings[0];
  if (first === undefined) return undefined;
  const { path, missing } = placeOf(first);
  const parameter = [...path, ...(missing === undefined ? [] : [missing])].join('.') || place;
  const value = missing === undefined && path.length > 0 ? valueAt(input, path) : undefined;
  const why = reasonOf(first, findings, place);
  return { parameter, value: value === undefined ? null : shortened(value), why };
}

/** The path to what is wrong; a field that is missing has no value to show. */
function placeOf({ instancePath, params }: Finding): { path: string[]; missing: string | undefined } {
  const path = instancePath.split('/').slice(1).map(unescapePointer);
  const { additionalProperty, missingProperty } = params as Record<string, string | undefined>;
  return {
    path: additionalProperty === undefined ? path : [...path, additionalProperty],
    missing: missingProperty,
  };
}

function reasonOf(finding: Finding, findings: readonly Finding[], place: string): string {
  switch (finding.keyword) {
    case 'additionalProperties':
      return place === 'querystring' ? 'is not a parameter of this request' : 'is not a known field';
    case 'required':
      return 'is required';
    case 'const': {
      // a choice of values: one finding for each
      const choices = findings.filter(
        ({ keyword, instancePath }) => keyword === 'const' && instancePath === finding.instancePath,
      );
      return `must be one of ${choices.map(({ params }) => JSON.stringify(params.allowedValue)).join(', ')}`;
    }
    default:
      return finding.message ?? 'is not valid';
  }
}

function valueAt(source: unknown, path: readonly string[]): unknown {
  let value = source;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

function unescapePointer(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}
