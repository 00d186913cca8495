import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { TSchema } from 'typebox';
import { ActorHeader } from '../access/actor.ts';
import type { Database } from '../database.ts';
import { bodyValidator } from '../http/validation.ts';
import { createErrors } from '../http/writeErrors.ts';
import { limits } from '../limits.ts';
import { NoQuery, RegionParameters } from '../regions/schemas.ts';
import { writerOf } from '../regions/writeRegion.ts';
import { problemResponse } from '../responses.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';
import { type Outcome, upsertPoints } from './bulk.ts';
import { BulkResult, bulk } from './schemas.ts';
import type { PointSubject } from './subject.ts';

/** Many points at once, by source and reference. */
export const bulkRoute: FastifyPluginAsyncTypebox<{
  database: Database;
  snapshots: Snapshots;
  subject: PointSubject;
}> = async (app, { database, snapshots, subject }) => {
  const { plural, schemas } = subject;
  const isValid = bodyValidator(schemas.create);
  const isEnvelope = bodyValidator(bulk({} as TSchema));

  app.post(
    `/api/regions/:region/${plural}/bulk`,
    {
      bodyLimit: limits.bulkBodyBytes,
      // the rows are checked by the handler, in slices and with all their faults; a whole check would stop at the first
      validatorCompiler: (route) =>
        route.httpPart === 'body' ? isEnvelope : app.validatorCompiler!(route as never),
      schema: {
        tags: [`${plural[0]!.toUpperCase()}${plural.slice(1)}`],
        summary: `Record up to ${limits.bulkRows.toLocaleString('en')} ${plural} at once`,
        description:
          'Rows match what is stored by source and reference: new ones are added, differing ones replaced, equal ones left ' +
          'alone, and what was corrected by hand is kept. All or nothing, in one transaction; faults are listed by index.',
        params: RegionParameters,
        querystring: NoQuery,
        headers: ActorHeader,
        body: bulk(schemas.create),
        response: {
          200: BulkResult,
          ...createErrors,
          422: problemResponse('Some rows cannot be stored, and none was: `faults` lists them by index'),
        },
      },
    },
    async (request) => {
      const writer = writerOf(request, { database, snapshots });
      const { rows } = request.body as { rows: unknown[] };
      const { results, changeSequence } = await upsertPoints(
        writer,
        subject,
        request.params.region,
        rows,
        isValid,
      );
      const count = (outcome: Outcome) => results.filter((result) => result.outcome === outcome).length;
      return {
        created: count('created'),
        changed: count('changed'),
        unchanged: count('unchanged'),
        kept: count('kept'),
        changeSequence,
        results,
      };
    },
  );
};
