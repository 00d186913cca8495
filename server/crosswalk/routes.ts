import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import sql from 'sql-template-tag';
import { Type } from 'typebox';
import { type Scope, scopeFilter, scopeOf } from '../access/scope.ts';
import type { Database, Queryable } from '../database.ts';
import { badRequest } from '../errors.ts';
import { instantOf, parseMoment } from '../regions/moment.ts';
import { badRequestResponse, notFoundResponse, unavailableResponse } from '../responses.ts';
import type { DirectoryEntry } from '../snapshot/directory.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';
import { areaParts } from './areas.ts';
import { countHouseholds, crosswalkRows } from './crosswalk.ts';
import { Crosswalk, CrosswalkQuery, type CrosswalkRow } from './schemas.ts';

const csvHeader = 'from,to,area_share,area_m2,household_share,households';

export const crosswalkRoutes: FastifyPluginAsyncTypebox<{
  database: Database;
  snapshots: Snapshots;
}> = async (app, { database, snapshots }) => {
  app.get(
    '/api/crosswalk',
    {
      schema: {
        tags: ['Grids'],
        summary: 'From the grids of one boundary version to those of another',
        description:
          'Old code → new codes, with the shares of area and of households (as recorded now) by which figures of the old ' +
          'grids are divided among the new ones. By responsibility: a dedicated grid takes its land and its households from ' +
          'the base grids below it. Shares are not rounded; those of an old code sum to 1 within 1e-9. Parts below 1e-9 of a ' +
          'grid, without a household, are left out. Also as CSV.',
        querystring: CrosswalkQuery,
        response: {
          200: {
            description: 'The crosswalk',
            content: {
              'application/json': { schema: Crosswalk },
              'text/csv': {
                schema: Type.String({
                  examples: [`${csvHeader}\r\n370215001001001,370215001001002,0.25,12052.88,0.4,120\r\n`],
                }),
              },
            },
          },
          400: badRequestResponse,
          404: notFoundResponse,
          503: unavailableResponse,
        },
      },
    },
    async (request, reply) => {
      const { region, from, to, f } = request.query;
      const scope = scopeOf(request);
      const entry = await snapshots.entry(region, scope);
      const old = await findVersion(database, scope, entry, 'from', from);
      const next = await findVersion(database, scope, entry, 'to', to);
      const before = await snapshots.version(entry, old.version);
      const after = await snapshots.version(entry, next.version);
      const parts = await areaParts(database, entry.regionId, old.version, next.version);
      const { points } = await snapshots.regionOf(entry);
      const rows = crosswalkRows(parts, countHouseholds(points, before, after));
      reply.header('cache-control', 'private, no-cache').header('vary', 'accept');
      if (wantsCsv(f, request.headers.accept)) {
        return reply.type('text/csv; charset=utf-8').serializer(String).send(csvOf(rows));
      }
      return reply.type('application/json; charset=utf-8').send({ region, from: old, to: next, rows });
    },
  );
};

interface Version {
  version: number;
  effectiveFrom: string | null;
}

/** By number, or the one in force at a date or instant. @throws ProblemError 400 */
async function findVersion(
  db: Queryable,
  scope: Scope,
  { regionId, timeZone, versionInForce }: DirectoryEntry,
  parameter: string,
  text: string,
): Promise<Version> {
  const isNumber = /^[0-9]{1,9}$/.test(text);
  const condition = isNumber
    ? sql`version = ${Number(text)}`
    : sql`effective_from <= ${instantOf(parseMoment(parameter, text), timeZone)}::timestamptz`;
  const { rows } = await db.query<Version>(sql`
    select version, nullif(effective_from, '-infinity') as "effectiveFrom"
    from publication
    where region_id = ${regionId} and version <= ${versionInForce} and ${condition}
      ${scopeFilter(scope, sql`region_id`)}
    order by version desc
    limit 1`);
  if (rows[0]) return rows[0];
  const why = isNumber ? `versions are 1 to ${versionInForce}` : 'no boundaries were in force then';
  throw badRequest(parameter, text, versionInForce === 0 ? 'the region has no grids yet' : why);
}

function wantsCsv(f: 'json' | 'csv' | undefined, accept: string | undefined): boolean {
  if (f !== undefined) return f === 'csv';
  return accept !== undefined && /(^|[\s,])text\/csv\b/i.test(accept) && !/application\/json/i.test(accept);
}

/** RFC 4180; codes and numbers need no quotes. */
function csvOf(rows: readonly CrosswalkRow[]): string {
  const lines = rows.map(({ from, to, areaShare, areaM2, householdShare, households }) =>
    [from, to ?? '', areaShare, areaM2, householdShare ?? '', households].join(','),
  );
  return `${[csvHeader, ...lines].join('\r\n')}\r\n`;
}
