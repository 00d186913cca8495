import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { toDegrees } from '../../core/coordinates.ts';
import { scopeOf } from '../access/scope.ts';
import type { Database } from '../database.ts';
import { badRequest } from '../errors.ts';
import { parseMoment } from '../regions/moment.ts';
import { NoQuery } from '../regions/schemas.ts';
import { badRequestResponse, problemResponse } from '../responses.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';
import { type RecordedIncident, recordIncident } from './recordIncident.ts';
import { Incident, NewIncident } from './schemas.ts';

export const incidentRoutes: FastifyPluginAsyncTypebox<{ database: Database; snapshots: Snapshots }> = async (
  app,
  { database, snapshots },
) => {
  app.post(
    '/api/incidents',
    {
      schema: {
        tags: ['Incidents'],
        summary: 'Report an incident',
        description:
          'Stores the incident under the grid that it lies in. Safe to repeat: the same body again is answered with the ' +
          'incident stored before. Without `region` it goes to the region that the point lies in; with it, a point outside ' +
          'is kept there, unassigned.',
        querystring: NoQuery,
        body: NewIncident,
        response: {
          200: Incident,
          201: Incident,
          400: badRequestResponse,
          409: problemResponse('The source has sent another incident by this reference'),
          422: problemResponse('The category or the region is unknown, or the point lies in no region'),
        },
      },
    },
    async (request, reply) => {
      checkTexts(request.body);
      const recorded = await recordIncident(database, snapshots, scopeOf(request), request.body);
      reply.header('location', `/ogc/collections/incidents/items/${recorded.incident.incidentId}`);
      return reply.code(recorded.isNew ? 201 : 200).send(incidentOf(recorded));
    },
  );
};

/** What a schema lets pass and PostgreSQL does not: a NUL in a text, a leap second, the year 0. */
function checkTexts(incident: NewIncident): void {
  for (const [field, value] of Object.entries(incident)) {
    if (typeof value === 'string' && value.includes('\0')) {
      throw badRequest(field, value.replaceAll('\0', '\\u0000'), 'contains the character NUL');
    }
  }
  if (incident.reportedAt !== undefined) parseMoment('reportedAt', incident.reportedAt);
}

function incidentOf({ incident, snapshot: { code, boundaries, grids } }: RecordedIncident): Incident {
  const { incidentId, source, reference, category, severity, status, reportedAt, accuracyM } = incident;
  const index = incident.gridId === null ? undefined : boundaries.indexOfGridId.get(incident.gridId);
  return {
    id: incidentId,
    region: code,
    source,
    reference,
    category,
    severity,
    status,
    reportedAt,
    lon: toDegrees(incident.x),
    lat: toDegrees(incident.y),
    accuracyM,
    grid: index === undefined ? null : grids[index]!.located,
  };
}
