import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';

/**
 * Unknown fields and parameters are refused, never dropped in silence. Text from a URL is turned into the type that the
 * schema asks for; a JSON body says its own types: there, "2" is no number, and null is not 0.
 */
export function compileValidators(): FastifySchemaCompiler<TSchema> {
  const fromUrl = newAjv('array');
  const fromBody = newAjv(false);
  return ({ schema, httpPart }) => (httpPart === 'body' ? fromBody : fromUrl).compile(schema);
}

/** A check of one JSON value by a body's rules, for what a body holds many of. Fills in defaults. */
export function bodyValidator(schema: TSchema): ValidateFunction {
  return newAjv(false).compile(schema);
}

function newAjv(coerceTypes: 'array' | false): Ajv {
  const ajv = new Ajv({
    coerceTypes,
    removeAdditional: false,
    useDefaults: true,
    allErrors: false,
    strict: false,
  });
  addFormats.default(ajv);
  return ajv;
}
