// JSON Merge Patch (RFC 7396): a media type of its own, on PATCH alone.
import type { FastifyInstance } from 'fastify';
import { ProblemError } from '../errors.ts';

export const MERGE_PATCH = 'application/merge-patch+json';
/** For `consumes` of a PATCH route's schema. */
export const patchTypes = [MERGE_PATCH, 'application/json'];

/** @throws ProblemError 415 for a merge patch that does not patch */
export function refuseMisplacedPatches(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    const type = request.headers['content-type'] ?? '';
    if (request.method === 'PATCH' || !type.toLowerCase().startsWith(MERGE_PATCH)) return;
    throw new ProblemError(
      415,
      'Unsupported media type',
      `${MERGE_PATCH} is for PATCH; send application/json`,
    );
  });
}
