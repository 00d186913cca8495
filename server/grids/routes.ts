import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { scopeOf } from '../access/scope.ts';
import { appendChange } from '../changes/queries.ts';
import type { Database } from '../database.ts';
import { notFound } from '../errors.ts';
import { patchTypes } from '../http/mergePatch.ts';
import {
  checkPreconditions,
  entityTag,
  IfMatch,
  IfNoneMatch,
  isKnown,
  requireIfMatch,
} from '../http/preconditions.ts';
import { checkStorable } from '../http/texts.ts';
import { writeErrors } from '../http/writeErrors.ts';
import { takeIds } from '../publication/writeVersion.ts';
import { NoQuery } from '../regions/schemas.ts';
import { type Writer, writeRegion, writerOf } from '../regions/writeRegion.ts';
import { badRequestResponse, emptyResponse, notFoundResponse, unavailableResponse } from '../responses.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';
import { neighboursOf } from './neighbours.ts';
import { findGrid, publishNames, type StoredGrid } from './queries.ts';
import { Grid, GridAttributes, GridParameters, GridPatch, Neighbours } from './schemas.ts';

export const gridRoutes: FastifyPluginAsyncTypebox<{ database: Database; snapshots: Snapshots }> = async (
  app,
  { database, snapshots },
) => {
  const address = '/api/regions/:region/grids/:code';
  const tags = ['Grids'];
  const writer = (request: FastifyRequest) => writerOf(request, { database, snapshots });

  app.get(
    address,
    {
      compress: false,
      schema: {
        tags,
        summary: 'One grid in force',
        description: 'Without its shape, which the collection grids has. Its ETag is what If-Match wants.',
        params: GridParameters,
        querystring: NoQuery,
        headers: IfNoneMatch,
        response: {
          200: Grid,
          304: emptyResponse('The answer with the ETag of If-None-Match is still right'),
          400: badRequestResponse,
          404: notFoundResponse,
          503: unavailableResponse,
        },
      },
    },
    async (request, reply) => {
      const { region, code } = request.params;
      checkStorable({ code });
      const scope = scopeOf(request);
      const { regionId } = await snapshots.entry(region, scope);
      const grid = await findGrid(database, scope, regionId, code);
      if (!grid) throw notFound('grid', code);
      const etag = tagOf(region, grid);
      reply.header('etag', etag).header('cache-control', 'private, no-cache');
      if (isKnown(request.headers, etag)) return reply.code(304).send();
      return shownGrid(region, grid);
    },
  );

  app.get(
    `${address}/neighbours`,
    {
      schema: {
        tags,
        summary: 'The grids that share an edge with one',
        description:
          'With who works them and what they have to do, so that a worker next door can be asked to help. Base grids of a base ' +
          'grid, dedicated ones of a dedicated one; grids that only touch in a corner are none.',
        params: GridParameters,
        querystring: NoQuery,
        response: {
          200: Neighbours,
          400: badRequestResponse,
          404: notFoundResponse,
          503: unavailableResponse,
        },
      },
    },
    async (request, reply) => {
      const { region, code } = request.params;
      const snapshot = await snapshots.region(region, scopeOf(request));
      reply.header('cache-control', 'private, no-cache');
      return { neighbours: neighboursOf(snapshot, code) };
    },
  );

  app.put(
    address,
    {
      compress: false,
      schema: {
        tags,
        summary: "Give a grid's names",
        description:
          'Names belong to a boundary version: other ones make the next version of the region, in which nothing else is ' +
          'different. The same ones write nothing.',
        params: GridParameters,
        querystring: NoQuery,
        headers: IfMatch,
        body: GridAttributes,
        response: { 200: Grid, ...writeErrors },
      },
    },
    async (request, reply) => {
      const { region, code } = request.params;
      requireIfMatch(request.headers, 'grid');
      checkStorable({ code, ...request.body });
      const grid = await renameGrid(writer(request), region, code, request.headers, () => request.body);
      return reply.header('etag', tagOf(region, grid)).send(shownGrid(region, grid));
    },
  );

  app.patch(
    address,
    {
      compress: false,
      schema: {
        tags,
        summary: "Change a grid's names",
        description: 'JSON Merge Patch (RFC 7396): what is not sent stays, null takes a name away.',
        consumes: patchTypes,
        params: GridParameters,
        querystring: NoQuery,
        headers: IfMatch,
        body: GridPatch,
        response: { 200: Grid, ...writeErrors },
      },
    },
    async (request, reply) => {
      const { region, code } = request.params;
      requireIfMatch(request.headers, 'grid');
      checkStorable({ code, ...request.body });
      const { name, nameEn } = request.body;
      const grid = await renameGrid(writer(request), region, code, request.headers, (before) => ({
        name: name === undefined ? before.name : (name ?? ''),
        nameEn: nameEn === undefined ? before.nameEn : (nameEn ?? ''),
      }));
      return reply.header('etag', tagOf(region, grid)).send(shownGrid(region, grid));
    },
  );
};

/** @throws ProblemError 404, 412 */
function renameGrid(
  writer: Writer,
  region: string,
  code: string,
  headers: FastifyRequest['headers'],
  next: (before: StoredGrid) => { name: string; nameEn: string },
): Promise<StoredGrid> {
  return writeRegion(writer, region, async (tx, { regionId }) => {
    const before = await findGrid(tx, writer.scope, regionId, code);
    if (!before) throw notFound('grid', code);
    checkPreconditions(headers, 'grid', tagOf(region, before));
    const names = next(before);
    const fields = (['name', 'nameEn'] as const).filter((field) => names[field] !== before[field]);
    if (fields.length === 0) return before;
    const [gridVersionId] = await takeIds(tx, 1);
    const version = await publishNames(tx, regionId, before, names, gridVersionId!);
    await appendChange(tx, regionId, 'grid', writer.actor, {
      changed: before.gridId,
      code,
      fields,
      version,
    });
    return (await findGrid(tx, writer.scope, regionId, code))!;
  });
}

function shownGrid(region: string, { validFrom, ...grid }: StoredGrid) {
  return { ...grid, region, validFrom: validFrom === '-infinity' ? null : validFrom };
}

function tagOf(region: string, grid: StoredGrid): string {
  return entityTag(shownGrid(region, grid));
}
