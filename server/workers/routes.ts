import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { ActorHeader } from '../access/actor.ts';
import { scopeOf } from '../access/scope.ts';
import type { Database } from '../database.ts';
import { patchTypes } from '../http/mergePatch.ts';
import { IfMatch, IfNoneMatch, isKnown, requireIfMatch } from '../http/preconditions.ts';
import { checkStorable } from '../http/texts.ts';
import { createErrors, deleteErrors, writeErrors } from '../http/writeErrors.ts';
import { Id } from '../points/schemas.ts';
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
import { assignmentRoutes } from './assignmentRoutes.ts';
import { NewWorker, Worker, WorkerPatch, WorkerReplacement } from './schemas.ts';
import {
  changeWorker,
  createWorker,
  endWorker,
  personalFields,
  requireWorker,
  shownWorker,
  tagOfWorker,
} from './write.ts';

const WorkerParameters = Type.Object({ region: RegionCode, id: Id });

export const workerRoutes: FastifyPluginAsyncTypebox<{ database: Database; snapshots: Snapshots }> = async (
  app,
  { database, snapshots },
) => {
  const tags = ['Workers'];
  const collection = '/api/regions/:region/workers';
  const conflicting = problemResponse('Another worker has this number, or this source and reference');
  const writer = (request: FastifyRequest) => writerOf(request, { database, snapshots });

  app.post(
    collection,
    {
      schema: {
        tags,
        summary: 'Add a worker',
        description:
          'Safe to repeat: the same body again is answered by who is stored (200). One who ended comes back under the same ' +
          'id. Name and telephone number are stored apart and never shown.',
        params: RegionParameters,
        querystring: NoQuery,
        headers: ActorHeader,
        body: NewWorker,
        response: { 200: Worker, 201: Worker, ...createErrors, 409: conflicting },
      },
    },
    async (request, reply) => {
      const { region } = request.params;
      checkStorable(request.body, personalFields);
      const { worker, isNew } = await createWorker(writer(request), region, request.body);
      reply.header('etag', tagOfWorker(region, worker));
      reply.header('location', `/api/regions/${region}/workers/${worker.id}`);
      return reply.code(isNew ? 201 : 200).send(shownWorker(region, worker));
    },
  );

  app.get(
    `${collection}/:id`,
    {
      compress: false,
      schema: {
        tags,
        summary: 'One worker',
        description: 'The ETag is what If-Match of a write wants. One who ended is not found.',
        params: WorkerParameters,
        querystring: NoQuery,
        headers: IfNoneMatch,
        response: {
          200: Worker,
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
      const worker = await requireWorker(database, { scope }, regionId, id);
      const etag = tagOfWorker(region, worker);
      reply.header('etag', etag).header('cache-control', 'private, no-cache');
      if (isKnown(request.headers, etag)) return reply.code(304).send();
      return shownWorker(region, worker);
    },
  );

  app.put(
    `${collection}/:id`,
    {
      compress: false,
      schema: {
        tags,
        summary: "Replace a worker's fields",
        description: 'Personal fields that the body leaves out are erased. Source and reference stay.',
        params: WorkerParameters,
        querystring: NoQuery,
        headers: IfMatch,
        body: WorkerReplacement,
        response: { 200: Worker, ...writeErrors, 409: conflicting },
      },
    },
    async (request, reply) => {
      const { region, id } = request.params;
      requireIfMatch(request.headers, 'worker');
      checkStorable(request.body, personalFields);
      const { name = null, phone = null, ...others } = request.body;
      const target = { region, id, headers: request.headers };
      const worker = await changeWorker(writer(request), target, { ...others, name, phone });
      return reply.header('etag', tagOfWorker(region, worker)).send(shownWorker(region, worker));
    },
  );

  app.patch(
    `${collection}/:id`,
    {
      compress: false,
      schema: {
        tags,
        summary: 'Change fields of a worker',
        description: 'JSON Merge Patch (RFC 7396): what is not sent stays, null erases.',
        consumes: patchTypes,
        params: WorkerParameters,
        querystring: NoQuery,
        headers: IfMatch,
        body: WorkerPatch,
        response: { 200: Worker, ...writeErrors, 409: conflicting },
      },
    },
    async (request, reply) => {
      const { region, id } = request.params;
      requireIfMatch(request.headers, 'worker');
      checkStorable(request.body, personalFields);
      const target = { region, id, headers: request.headers };
      const worker = await changeWorker(writer(request), target, request.body);
      return reply.header('etag', tagOfWorker(region, worker)).send(shownWorker(region, worker));
    },
  );

  app.delete(
    `${collection}/:id`,
    {
      schema: {
        tags,
        summary: 'End a worker',
        description:
          'Ends his assignments and erases his name and telephone number. Past assignments and closed incidents go on naming ' +
          'his number; while he handles open ones, he cannot end.',
        params: WorkerParameters,
        querystring: NoQuery,
        headers: IfMatch,
        response: {
          204: emptyResponse('He works here no more'),
          ...deleteErrors,
          409: problemResponse('He handles open incidents: `openIncidents` says how many'),
        },
      },
    },
    async (request, reply) => {
      const { region, id } = request.params;
      requireIfMatch(request.headers, 'worker');
      await endWorker(writer(request), { region, id, headers: request.headers });
      return reply.code(204).send();
    },
  );

  await app.register(assignmentRoutes, { database, snapshots });
};
