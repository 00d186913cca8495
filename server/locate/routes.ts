import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { scopeOf } from '../access/scope.ts';
import type { Database } from '../database.ts';
import { parseMoment } from '../regions/moment.ts';
import { badRequestResponse } from '../responses.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';
import { fixedPoint, locatePoint } from './queries.ts';
import { LocateQuery, Location } from './schemas.ts';

export const locateRoutes: FastifyPluginAsyncTypebox<{ database: Database; snapshots: Snapshots }> = async (
  app,
  { database, snapshots },
) => {
  app.get(
    '/api/locate',
    {
      schema: {
        tags: ['Locate'],
        summary: 'Which grid is this point in?',
        description:
          'Answers with the responsible grid, the path to it, how near the next grid is, and who works there. On a shared ' +
          'edge the lowest code is responsible. A point in no region is answered with nulls.',
        querystring: LocateQuery,
        response: { 200: Location, 400: badRequestResponse },
      },
    },
    async (request, reply) => {
      const { lon, lat, crs, at, accuracyM } = request.query;
      const [x, y] = fixedPoint(lon, lat, crs);
      const location = await locatePoint(database, snapshots, scopeOf(request), {
        x,
        y,
        ...(at === undefined ? {} : { moment: parseMoment('at', at) }),
        ...(accuracyM === undefined ? {} : { accuracyM }),
      });
      // ready-made: the schema says what it holds, and a test that it does
      return reply.type(JSON_TYPE).serializer(asIs).send(location);
    },
  );
};

const JSON_TYPE = 'application/json; charset=utf-8';
const asIs = (text: unknown) => text as string;
