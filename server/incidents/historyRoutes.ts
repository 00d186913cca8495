// What is told of one incident beside what it is now.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { scopeOf } from '../access/scope.ts';
import type { Database } from '../database.ts';
import { notFound } from '../errors.ts';
import { Id } from '../points/schemas.ts';
import { findPoint } from '../points/stored.ts';
import { NoQuery, RegionCode } from '../regions/schemas.ts';
import { badRequestResponse, notFoundResponse, unavailableResponse } from '../responses.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';
import { incidentHistory } from './history.ts';
import { History, PersonalFields } from './historySchemas.ts';
import { incidents } from './subject.ts';

const params = Type.Object({ region: RegionCode, id: Id });
const errors = { 400: badRequestResponse, 404: notFoundResponse, 503: unavailableResponse };

export const historyRoutes: FastifyPluginAsyncTypebox<{ database: Database; snapshots: Snapshots }> = async (
  app,
  { database, snapshots },
) => {
  app.get(
    '/api/regions/:region/incidents/:id/history',
    {
      schema: {
        tags: ['Incidents'],
        summary: 'What happened to an incident, and who did it',
        description:
          'Oldest first, from its report on; also of one that was deleted. Of personal fields only their names. A grid that ' +
          'a publication of boundaries gave it is not an entry: the boundary versions tell that.',
        params,
        querystring: NoQuery,
        response: { 200: History, ...errors },
      },
    },
    async (request, reply) => {
      const { region, id } = request.params;
      const scope = scopeOf(request);
      const { regionId } = await snapshots.entry(region, scope);
      const entries = await incidentHistory(database, scope, regionId, id);
      if (entries.length === 0) throw notFound('incident', id);
      reply.header('cache-control', 'private, no-store');
      return { entries };
    },
  );

  app.get(
    '/api/regions/:region/incidents/:id/personal',
    {
      schema: {
        tags: ['Incidents'],
        summary: 'The personal fields of an incident',
        description: 'For who handles it: asked for one incident at a time, and kept by no cache.',
        params,
        querystring: NoQuery,
        response: { 200: PersonalFields, ...errors },
      },
    },
    async (request, reply) => {
      const { region, id } = request.params;
      const scope = scopeOf(request);
      const { regionId } = await snapshots.entry(region, scope);
      const point = await findPoint(database, scope, incidents, regionId, id);
      if (!point) throw notFound('incident', id);
      const { address = null, description = null, reporter = null, phone = null } = point.personal;
      reply.header('cache-control', 'private, no-store');
      return { address, description, reporter, phone };
    },
  );
};
