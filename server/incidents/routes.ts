import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ActorHeader } from '../access/actor.ts';
import type { Database } from '../database.ts';
import { checkStorable } from '../http/texts.ts';
import { pointRoutes } from '../points/routes.ts';
import { shownPoint, tagOf } from '../points/shown.ts';
import { checkTexts } from '../points/state.ts';
import { NoQuery } from '../regions/schemas.ts';
import { writerOf } from '../regions/writeRegion.ts';
import {
  badRequestResponse,
  problemResponse,
  tooLargeResponse,
  unavailableResponse,
  unsupportedMediaTypeResponse,
} from '../responses.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';
import { historyRoutes } from './historyRoutes.ts';
import { queueRoute } from './queueRoute.ts';
import { recordIncident } from './recordIncident.ts';
import { Incident, NewIncident } from './schemas.ts';
import { incidents } from './subject.ts';

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
          'is kept there, unassigned. A pin and a worker are stored with it, at once.',
        querystring: NoQuery,
        headers: ActorHeader,
        body: NewIncident,
        response: {
          200: Incident,
          201: Incident,
          400: badRequestResponse,
          409: problemResponse('The source has sent another incident by this reference'),
          413: tooLargeResponse,
          415: unsupportedMediaTypeResponse,
          422: problemResponse(
            'The category, region, worker or pinned grid is unknown, or the point lies in no region',
          ),
          503: unavailableResponse,
        },
      },
    },
    async (request, reply) => {
      const { pin, ...body } = request.body;
      checkTexts(incidents, body);
      if (pin) checkStorable(pin);
      const writer = writerOf(request, { database, snapshots });
      const { region, point, isNew } = await recordIncident(writer, request.body);
      reply
        .header('location', `/ogc/collections/incidents/items/${point.id}`)
        .header('etag', tagOf(incidents, region, point));
      // the subject's schema says what its fields are
      return reply.code(isNew ? 201 : 200).send(shownPoint(incidents, region, point) as unknown as Incident);
    },
  );

  await app.register(queueRoute, { database, snapshots });
  await app.register(historyRoutes, { database, snapshots });
  await app.register(pointRoutes, { database, snapshots, subject: incidents });
};
