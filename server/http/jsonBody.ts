import type { FastifyInstance } from 'fastify';
import { ProblemError } from '../errors.ts';
import { limits } from '../limits.ts';
import { MERGE_PATCH } from './mergePatch.ts';

/**
 * JSON is the only body that is read, a merge patch too. Its depth is checked before it is parsed: what comes after the parser (validation,
 * geometry, hashing) may recurse, and 10,000 levels would end the process instead of the request.
 */
export function readJsonBodies(app: FastifyInstance): void {
  app.removeContentTypeParser(['application/json', 'text/plain']);
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser(
    ['application/json', MERGE_PATCH],
    { parseAs: 'string' },
    (request, body, done) => {
      const text = body as string;
      if (isDeeperThan(text, limits.jsonDepth)) {
        done(
          new ProblemError(400, 'Bad request', `The body is nested deeper than ${limits.jsonDepth} levels`),
        );
        return;
      }
      parse(request, text, done);
    },
  );
}

/** Counts brackets outside of strings; what is not JSON is the parser's business. */
export function isDeeperThan(text: string, levels: number): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (isInString) {
      if (character === '\\') index += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') {
      isInString = true;
    } else if (character === '{' || character === '[') {
      depth += 1;
      if (depth > levels) return true;
    } else if (character === '}' || character === ']') {
      depth -= 1;
    }
  }
  return false;
}
