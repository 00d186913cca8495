// The routes of one kind of point, below its region.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { type Static, type TSchema, Type } from 'typebox';
import { ActorHeader } from '../access/actor.ts';
import { scopeOf } from '../access/scope.ts';
import type { Database } from '../database.ts';
import { notFound } from '../errors.ts';
import { patchTypes } from '../http/mergePatch.ts';
import { IfMatch, IfNoneMatch, isKnown, requireIfMatch } from '../http/preconditions.ts';
import { createErrors, deleteErrors, writeErrors } from '../http/writeErrors.ts';
import { NoQuery, RegionCode, RegionParameters } from '../regions/schemas.ts';
import { writerOf } from '../regions/writeRegion.ts';
import {
  badRequestResponse,
  emptyResponse,
  notFoundResponse,
  problemResponse,
  unavailableResponse,
} from '../responses.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';
import { bulkRoute } from './bulkRoute.ts';
import { Id, Pin } from './schemas.ts';
import { shownPoint, tagOf } from './shown.ts';
import { checkPatchedPosition, checkTexts, patchedState, stateOf } from './state.ts';
import { findPoint, type ShownPoint } from './stored.ts';
import type { PointBody, PointSubject } from './subject.ts';
import { changePoint, createPoint, deletePoint, pinPoint, unpinPoint } from './write.ts';

/** Households and incidents alike; the subject's schemas say what differs. */
export const pointRoutes: FastifyPluginAsyncTypebox<{
  database: Database;
  snapshots: Snapshots;
  subject: PointSubject;
}> = async (app, { database, snapshots, subject }) => {
  const { name, plural, schemas } = subject;
  const collection = `/api/regions/:region/${plural}`;
  const tags = [`${plural[0]!.toUpperCase()}${plural.slice(1)}`];
  const params = Type.Object({ region: RegionCode, id: Id });
  // the subject's schemas are only known when the server runs; what they let pass is a PointBody
  const body = (schema: TSchema) => Type.Unsafe<PointBody>(schema);
  const shown = Type.Unsafe<ReturnType<typeof shownPoint>>(schemas.shown);
  const conflicting = problemResponse(`Another ${name} has this source and reference, or they would change`);
  const impossible = problemResponse(
    'Well formed, but it cannot be stored: an unknown category, half a position',
  );

  const writer = (request: FastifyRequest) => writerOf(request, { database, snapshots });
  const tagged = (region: string, point: ShownPoint) => ({
    etag: tagOf(subject, region, point),
    'cache-control': 'private, no-cache',
  });

  app.post(
    collection,
    {
      schema: {
        tags,
        summary: `Record a ${name}`,
        description:
          `Stores the ${name} under the grid that it lies in; outside of every grid it is kept unassigned. Safe to ` +
          'repeat: the same body again is answered by what is stored (200). Personal fields are stored apart and never shown.',
        params: RegionParameters,
        querystring: NoQuery,
        headers: ActorHeader,
        body: body(schemas.create),
        response: {
          200: shown,
          201: shown,
          ...createErrors,
          409: conflicting,
          422: impossible,
        },
      },
    },
    async (request, reply) => {
      const { region } = request.params;
      checkTexts(subject, request.body);
      const { point, isNew } = await createPoint(writer(request), subject, region, request.body);
      reply.headers(tagged(region, point)).header('location', `/api/regions/${region}/${plural}/${point.id}`);
      return reply.code(isNew ? 201 : 200).send(shownPoint(subject, region, point));
    },
  );

  app.get(
    `${collection}/:id`,
    {
      compress: false, // one strong ETag: the bytes are always the same
      schema: {
        tags,
        summary: `One ${name}`,
        description: 'Its ETag is what If-Match of a write wants.',
        params,
        querystring: NoQuery,
        headers: IfNoneMatch,
        response: {
          200: shown,
          304: emptyResponse('The answer with the ETag of If-None-Match is still right'),
          400: badRequestResponse,
          404: notFoundResponse,
          503: unavailableResponse,
        },
      },
    },
    async (request, reply) => {
      const { region, id } = request.params;
      const scope = scopeOf(request);
      const { regionId } = await snapshots.entry(region, scope);
      const point = await findPoint(database, scope, subject, regionId, id);
      if (!point) throw notFound(name, id);
      const headers = tagged(region, point);
      reply.headers(headers);
      if (isKnown(request.headers, headers.etag)) return reply.code(304).send();
      return reply.send(shownPoint(subject, region, point));
    },
  );

  app.put(
    `${collection}/:id`,
    {
      compress: false,
      schema: {
        tags,
        summary: `Replace a ${name}`,
        description:
          'What the body leaves out is at its default afterwards, and personal fields are erased. The id, source and ' +
          'reference stay. Counts as a correction by hand: imports leave it alone from then on.',
        params,
        querystring: NoQuery,
        headers: IfMatch,
        body: body(schemas.replace),
        response: { 200: shown, ...writeErrors, 409: conflicting, 422: impossible },
      },
    },
    async (request, reply) => {
      const { region, id } = request.params;
      requireIfMatch(request.headers, name);
      checkTexts(subject, request.body);
      const target = { region, id, headers: request.headers };
      const point = await changePoint(writer(request), subject, target, request.body, stateOf);
      return reply.headers(tagged(region, point)).send(shownPoint(subject, region, point));
    },
  );

  app.patch(
    `${collection}/:id`,
    {
      compress: false,
      schema: {
        tags,
        summary: `Change fields of a ${name}`,
        description:
          'JSON Merge Patch (RFC 7396): what is not sent stays, null puts a field back to its default or erases it. ' +
          'Counts as a correction by hand. A patch that changes nothing writes nothing.',
        consumes: patchTypes,
        params,
        querystring: NoQuery,
        headers: IfMatch,
        body: body(schemas.patch),
        response: { 200: shown, ...writeErrors, 409: conflicting, 422: impossible },
      },
    },
    async (request, reply) => {
      const { region, id } = request.params;
      requireIfMatch(request.headers, name);
      checkTexts(subject, request.body);
      checkPatchedPosition(request.body);
      const target = { region, id, headers: request.headers };
      const point = await changePoint(writer(request), subject, target, request.body, patchedState);
      return reply.headers(tagged(region, point)).send(shownPoint(subject, region, point));
    },
  );

  app.delete(
    `${collection}/:id`,
    {
      schema: {
        tags,
        summary: `Delete a ${name}`,
        description: 'Ends what is recorded of it; its past stays without personal fields, which are erased.',
        params,
        querystring: NoQuery,
        headers: IfMatch,
        response: { 204: emptyResponse('It is deleted'), ...deleteErrors },
      },
    },
    async (request, reply) => {
      const { region, id } = request.params;
      requireIfMatch(request.headers, name);
      await deletePoint(writer(request), subject, { region, id, headers: request.headers });
      return reply.code(204).send();
    },
  );

  app.put(
    `${collection}/:id/pin`,
    {
      compress: false,
      schema: {
        tags,
        summary: `Pin a ${name} to a grid`,
        description:
          `Makes the grid responsible wherever the ${name} lies, until the pin is taken away or the grid retires. The ETag ` +
          `is the ${name}'s; If-None-Match: * instead pins it only where there is no pin.`,
        params,
        querystring: NoQuery,
        headers: IfMatch,
        body: Pin,
        response: { 200: shown, ...writeErrors, 422: problemResponse('The grid is not in force') },
      },
    },
    async (request, reply) => {
      const { region, id } = request.params;
      requireIfMatch(request.headers, name);
      const pin: Static<typeof Pin> = request.body;
      checkTexts(subject, pin);
      const target = { region, id, headers: request.headers };
      const point = await pinPoint(writer(request), subject, target, pin);
      return reply.headers(tagged(region, point)).send(shownPoint(subject, region, point));
    },
  );

  app.delete(
    `${collection}/:id/pin`,
    {
      schema: {
        tags,
        summary: `Take a ${name}'s pin away`,
        description: 'The grid that it lies in is responsible again.',
        params,
        querystring: NoQuery,
        headers: IfMatch,
        response: { 204: emptyResponse('It is pinned no more'), ...deleteErrors },
      },
    },
    async (request, reply) => {
      const { region, id } = request.params;
      requireIfMatch(request.headers, name);
      const target = { region, id, headers: request.headers };
      const point = await unpinPoint(writer(request), subject, target);
      return reply.headers(tagged(region, point)).code(204).send();
    },
  );

  await app.register(bulkRoute, { database, snapshots, subject });
};
