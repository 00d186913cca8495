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
import { NoQuery, RegionCode } from '../regions/schemas.ts';
import { writerOf } from '../regions/writeRegion.ts';
import {
  badRequestResponse,
  emptyResponse,
  notFoundResponse,
  problemResponse,
  unavailableResponse,
} from '../responses.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';
import {
  addAssignment,
  changeAssignment,
  checkInstants,
  endAssignment,
  requireAssignment,
  shownAssignment,
  tagOfAssignment,
} from './assignments.ts';
import { findAssignments } from './queries.ts';
import {
  Assignment,
  AssignmentList,
  AssignmentPatch,
  AssignmentReplacement,
  NewAssignment,
} from './schemas.ts';
import { requireWorker } from './write.ts';

const ofWorker = Type.Object({ region: RegionCode, id: Id });
const ofAssignment = Type.Object({ region: RegionCode, id: Id, assignment: Id });

export const assignmentRoutes: FastifyPluginAsyncTypebox<{
  database: Database;
  snapshots: Snapshots;
}> = async (app, { database, snapshots }) => {
  const tags = ['Workers'];
  const collection = '/api/regions/:region/workers/:id/assignments';
  const rewriting = problemResponse(
    'The worker works this grid at that time already, or what has been would be rewritten',
  );
  const impossible = problemResponse('The grid is not in force, or the period is none');
  const writer = (request: FastifyRequest) => writerOf(request, { database, snapshots });
  const address = ({ region, id }: { region: string; id: string }, assignment: string) =>
    `/api/regions/${region}/workers/${id}/assignments/${assignment}`;

  app.get(
    collection,
    {
      schema: {
        tags,
        summary: "A worker's assignments",
        description: 'Past, present and future ones, by the time at which they begin.',
        params: ofWorker,
        querystring: NoQuery,
        response: {
          200: AssignmentList,
          400: badRequestResponse,
          404: notFoundResponse,
          503: unavailableResponse,
        },
      },
    },
    async (request) => {
      const { region, id } = request.params;
      const scope = scopeOf(request);
      const { regionId } = await snapshots.entry(region, scope);
      await requireWorker(database, { scope }, regionId, id);
      const assignments = await findAssignments(database, scope, regionId, id);
      return { assignments: assignments.map(shownAssignment) };
    },
  );

  app.post(
    collection,
    {
      schema: {
        tags,
        summary: 'Assign a worker to a grid',
        description:
          'From now on or from a later time; a grid may have several workers, and a worker several grids.',
        params: ofWorker,
        querystring: NoQuery,
        headers: ActorHeader,
        body: NewAssignment,
        response: { 201: Assignment, ...createErrors, 409: rewriting, 422: impossible },
      },
    },
    async (request, reply) => {
      const { region, id } = request.params;
      checkStorable(request.body);
      checkInstants(request.body);
      const assignment = await addAssignment(writer(request), region, id, request.body);
      reply.header('etag', tagOfAssignment(assignment));
      reply.header('location', address(request.params, assignment.id));
      return reply.code(201).send(shownAssignment(assignment));
    },
  );

  app.get(
    `${collection}/:assignment`,
    {
      compress: false,
      schema: {
        tags,
        summary: 'One assignment',
        description: 'Past, present or future.',
        params: ofAssignment,
        querystring: NoQuery,
        headers: IfNoneMatch,
        response: {
          200: Assignment,
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
      const found = await requireAssignment(database, { scope }, regionId, id, request.params.assignment);
      const etag = tagOfAssignment(found);
      reply.header('etag', etag).header('cache-control', 'private, no-cache');
      if (isKnown(request.headers, etag)) return reply.code(304).send();
      return shownAssignment(found);
    },
  );

  app.put(
    `${collection}/:assignment`,
    {
      compress: false,
      schema: {
        tags,
        summary: 'Replace an assignment',
        description: 'One that has begun can only be given another end, not before now.',
        params: ofAssignment,
        querystring: NoQuery,
        headers: IfMatch,
        body: AssignmentReplacement,
        response: { 200: Assignment, ...writeErrors, 409: rewriting, 422: impossible },
      },
    },
    async (request, reply) => {
      requireIfMatch(request.headers, 'assignment');
      checkStorable(request.body);
      checkInstants(request.body);
      const target = { ...request.params, headers: request.headers };
      const { validTo = null, ...others } = request.body;
      const changed = await changeAssignment(writer(request), target, { ...others, validTo });
      return reply.header('etag', tagOfAssignment(changed)).send(shownAssignment(changed));
    },
  );

  app.patch(
    `${collection}/:assignment`,
    {
      compress: false,
      schema: {
        tags,
        summary: 'Change fields of an assignment',
        description:
          'JSON Merge Patch (RFC 7396). One that has begun can only be given another end, not before now; null takes the end away.',
        consumes: patchTypes,
        params: ofAssignment,
        querystring: NoQuery,
        headers: IfMatch,
        body: AssignmentPatch,
        response: { 200: Assignment, ...writeErrors, 409: rewriting, 422: impossible },
      },
    },
    async (request, reply) => {
      requireIfMatch(request.headers, 'assignment');
      checkStorable(request.body);
      checkInstants(request.body);
      const target = { ...request.params, headers: request.headers };
      const changed = await changeAssignment(writer(request), target, request.body);
      return reply.header('etag', tagOfAssignment(changed)).send(shownAssignment(changed));
    },
  );

  app.delete(
    `${collection}/:assignment`,
    {
      schema: {
        tags,
        summary: 'End an assignment',
        description: 'Now; one that has not begun is taken away. One that has ended is a conflict.',
        params: ofAssignment,
        querystring: NoQuery,
        headers: IfMatch,
        response: { 204: emptyResponse('It has ended'), ...deleteErrors, 409: rewriting },
      },
    },
    async (request, reply) => {
      requireIfMatch(request.headers, 'assignment');
      await endAssignment(writer(request), { ...request.params, headers: request.headers });
      return reply.code(204).send();
    },
  );
};
