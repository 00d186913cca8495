import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { scopeOf } from '../access/scope.ts';
import type { Database } from '../database.ts';
import { entityTagOf, varyBy } from '../http/entityTags.ts';
import { IfNoneMatch, isKnown } from '../http/preconditions.ts';
import { KnownCategories } from '../incidents/knownCategories.ts';
import { RegionParameters } from '../regions/schemas.ts';
import { badRequestResponse, emptyResponse, notFoundResponse, unavailableResponse } from '../responses.ts';
import type { DirectoryEntry } from '../snapshot/directory.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';
import { incidentCell } from './incidentCell.ts';
import { CellOrigins, firstIncidentAt, incidentCells } from './incidentCells.ts';
import { incidentStatistics } from './incidentStatistics.ts';
import { type InsightRequest, readInsightRequest } from './insightRequest.ts';
import {
  CellParameters,
  CellsQuery,
  IncidentCell,
  IncidentCells,
  IncidentStatistics,
  StatisticsQuery,
} from './insightSchemas.ts';

const otherResponses = {
  304: emptyResponse('The answer with the ETag of If-None-Match is still right'),
  400: badRequestResponse,
  404: notFoundResponse,
  503: unavailableResponse,
};

export const insightRoutes: FastifyPluginAsyncTypebox<{ database: Database; snapshots: Snapshots }> = async (
  app,
  { database, snapshots },
) => {
  const categories = new KnownCategories(database);
  const origins = new CellOrigins(database);
  const checkCategories = (codes: readonly string[]) => categories.check(codes);

  app.get(
    '/api/regions/:region/incident-statistics',
    {
      schema: {
        tags: ['Analysis'],
        summary: 'Incidents counted by everything that they can be filtered by',
        description:
          'Each breakdown counts through every filter but its own, so the number beside a choice says what choosing it would ' +
          "show. The weeks leave out from and to. Dates, weekdays and hours are those of the region's time zone.",
        params: RegionParameters,
        querystring: StatisticsQuery,
        headers: IfNoneMatch,
        response: { 200: IncidentStatistics, ...otherResponses },
      },
    },
    async (request, reply) => {
      const entry = await snapshots.entry(request.params.region, scopeOf(request));
      const asked = await readInsightRequest(request.query, entry.timeZone, checkCategories);
      if (isStillRight(request, reply, tagFacts(entry, asked))) return reply.code(304).send();
      const known = await categories.all();
      const snapshot = await snapshots.regionOf(entry);
      return incidentStatistics(snapshot, asked, known, entry.changedAt);
    },
  );

  app.get(
    '/api/regions/:region/incident-cells',
    {
      schema: {
        tags: ['Analysis'],
        summary: 'Incidents counted in hexagons',
        description:
          'Cells of equal size in metres that never move: the same place is the same cell at every zoom, in every period and ' +
          'after every publication. Their corners come from core/hexagons, with the origin and the width that the answer names.',
        params: RegionParameters,
        querystring: CellsQuery,
        headers: IfNoneMatch,
        response: { 200: IncidentCells, ...otherResponses },
      },
    },
    async (request, reply) => {
      const { cellM = 150 } = request.query;
      const entry = await snapshots.entry(request.params.region, scopeOf(request));
      const asked = await readInsightRequest(request.query, entry.timeZone, checkCategories);
      if (isStillRight(request, reply, [...tagFacts(entry, asked), cellM])) return reply.code(304).send();
      const origin = await origins.of(entry.regionId);
      const snapshot = await snapshots.regionOf(entry);
      return incidentCells(snapshot, asked, origin ?? firstIncidentAt(snapshot), cellM);
    },
  );

  app.get(
    '/api/regions/:region/incident-cells/:cell',
    {
      schema: {
        tags: ['Analysis'],
        summary: 'The incidents of one hexagon, by category and grid',
        description:
          'The same incidents that incident-cells counts there with the same query. A cell without any is an answer with zeros.',
        params: CellParameters,
        querystring: CellsQuery,
        headers: IfNoneMatch,
        response: { 200: IncidentCell, ...otherResponses },
      },
    },
    async (request, reply) => {
      const { cellM = 150 } = request.query;
      const [q, r] = request.params.cell.split(',').map(Number) as [number, number];
      const entry = await snapshots.entry(request.params.region, scopeOf(request));
      const asked = await readInsightRequest(request.query, entry.timeZone, checkCategories);
      if (isStillRight(request, reply, [...tagFacts(entry, asked), cellM, q, r]))
        return reply.code(304).send();
      const origin = await origins.of(entry.regionId);
      const snapshot = await snapshots.regionOf(entry);
      return incidentCell(snapshot, asked, origin ?? firstIncidentAt(snapshot), cellM, [q, r]);
    },
  );
};

/** Read before the points: an answer may be newer than its tag says, never older. */
function tagFacts(
  { regionId, versionInForce, changeSequence, timeZone }: DirectoryEntry,
  { filter, span, compare }: InsightRequest,
): unknown[] {
  // the span: a date is another instant where the time zone was set right
  return [regionId, versionInForce, changeSequence, timeZone, filter.key, span, compare];
}

function isStillRight(request: FastifyRequest, reply: FastifyReply, facts: readonly unknown[]): boolean {
  const tag = entityTagOf(request, facts);
  varyBy(reply, 'accept-encoding');
  reply.header('etag', tag).header('cache-control', 'private, no-cache');
  return isKnown(request.headers, tag);
}
