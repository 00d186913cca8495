// Files uploaded as jobs: POST brings one, and whoever has its address watches it, cancels it, reads its faults.
import type { Readable } from 'node:stream';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { ActorHeader, actorOf } from '../access/actor.ts';
import { scopeOf } from '../access/scope.ts';
import type { Database } from '../database.ts';
import { badRequest, conflict, notFound } from '../errors.ts';
import { limits } from '../limits.ts';
import { RegionParameters } from '../regions/schemas.ts';
import { badRequestResponse, notFoundResponse, problemResponse } from '../responses.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';
import { faultsCsv, faultsOf, jobDocument } from './jobDocument.ts';
import { ImportJobs } from './jobs.ts';
import { findJob, listJobs, requestCancel } from './queries.ts';
import { Faults, FaultsQuery, Job, JobList, JobListQuery, JobParameters, UploadQuery } from './schemas.ts';
import { mediaTypes, uploadOf } from './uploadRequest.ts';
import { tooLarge } from './uploads.ts';

interface Dependencies {
  database: Database;
  snapshots: Snapshots;
  uploadFolder: string;
}

const binary = (description: string) => ({ schema: Type.String({ format: 'binary', description }) });
const csvExample = 'row,field,reason,lon,lat\r\n12,people,must be a whole number from 0 to 30000,,\r\n';

export const importRoutes: FastifyPluginAsyncTypebox<Dependencies> = async (
  app,
  { database, snapshots, uploadFolder },
) => {
  const jobs = new ImportJobs(database, snapshots, uploadFolder, app.log);
  await jobs.recover();
  app.addHook('preClose', () => jobs.close());

  await app.register(uploadRoute, { database, snapshots, jobs });

  app.get(
    '/api/regions/:region/imports',
    {
      schema: {
        tags: ['Imports'],
        summary: 'Imports of a region',
        description: 'Newest first: uploads, and those of the command line.',
        params: RegionParameters,
        querystring: JobListQuery,
        response: { 200: JobList, 400: badRequestResponse, 404: notFoundResponse },
      },
    },
    async (request, reply) => {
      const scope = scopeOf(request);
      const { regionId, code } = await snapshots.entry(request.params.region, scope);
      const found = await listJobs(database, scope, regionId, request.query.limit ?? 100);
      reply.header('cache-control', 'private, no-cache');
      return { imports: found.map((job) => jobDocument(code, job)) };
    },
  );

  app.get(
    '/api/regions/:region/imports/:id',
    {
      schema: {
        tags: ['Imports'],
        summary: 'One import',
        description:
          'How far it has come, or how it ended. To be asked again until `finishedAt` is not null.',
        params: JobParameters,
        querystring: Type.Object({}, { additionalProperties: false }),
        response: { 200: Job, 400: badRequestResponse, 404: notFoundResponse },
      },
    },
    async (request, reply) => {
      const scope = scopeOf(request);
      const { regionId, code } = await snapshots.entry(request.params.region, scope);
      const job = await findJob(database, scope, regionId, request.params.id);
      if (!job) throw notFound('import', request.params.id);
      reply.header('cache-control', 'private, no-cache');
      return jobDocument(code, job);
    },
  );

  app.delete(
    '/api/regions/:region/imports/:id',
    {
      schema: {
        tags: ['Imports'],
        summary: 'Cancel an import',
        description:
          'One that waits is cancelled at once, one that runs at its next batch; nothing of it is stored. One that is in its ' +
          'last step, or has ended, cannot be cancelled.',
        params: JobParameters,
        querystring: Type.Object({}, { additionalProperties: false }),
        response: {
          202: Job,
          400: badRequestResponse,
          404: notFoundResponse,
          409: problemResponse('It is in its last step, or has ended'),
        },
      },
    },
    async (request, reply) => {
      const scope = scopeOf(request);
      const { regionId, code } = await snapshots.entry(request.params.region, scope);
      const { id } = request.params;
      const isCancelled = await requestCancel(database, scope, regionId, id);
      const job = await findJob(database, scope, regionId, id);
      if (!job) throw notFound('import', id);
      if (!isCancelled) {
        const { state } = jobDocument(code, job);
        const why = state === 'running' ? 'is in its last step' : `has ended: ${state}`;
        throw conflict(`The import ${id} ${why}; it cannot be cancelled any more`, { state });
      }
      jobs.wake(id);
      return reply.code(202).send(jobDocument(code, job));
    },
  );

  app.get(
    '/api/regions/:region/imports/:id/faults',
    {
      schema: {
        tags: ['Imports'],
        summary: 'What is wrong with a file',
        description:
          'Row, field and reason of the first 1,000 faults; of grids also the defects of their coverage. Values are left ' +
          'out, because they may be personal. As JSON, or with `f=csv` as a file for a spreadsheet.',
        params: JobParameters,
        querystring: FaultsQuery,
        response: {
          200: {
            description: 'The faults; none while the import has not ended',
            content: {
              'application/json': { schema: Faults },
              'text/csv': { schema: Type.String({ examples: [csvExample] }) },
            },
          },
          400: badRequestResponse,
          404: notFoundResponse,
        },
      },
    },
    async (request, reply) => {
      const scope = scopeOf(request);
      const { regionId } = await snapshots.entry(request.params.region, scope);
      const job = await findJob(database, scope, regionId, request.params.id);
      if (!job) throw notFound('import', request.params.id);
      reply.header('cache-control', 'private, no-cache');
      if (request.query.f !== 'csv') return reply.type('application/json; charset=utf-8').send(faultsOf(job));
      reply.header('content-disposition', `attachment; filename="faults-${job.jobId}.csv"`);
      return reply.type('text/csv; charset=utf-8').send(faultsCsv(faultsOf(job)) as never);
    },
  );
};

const uploadRoute: FastifyPluginAsyncTypebox<
  Omit<Dependencies, 'uploadFolder'> & { jobs: ImportJobs }
> = async (app, { database, snapshots, jobs }) => {
  // the body is a file, which goes to disk as it comes
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_, payload, done) => done(null, payload));
  const compile = app.validatorCompiler!;
  app.setValidatorCompiler((part) => (part.httpPart === 'body' ? () => true : compile(part)));

  app.post(
    '/api/regions/:region/imports',
    {
      schema: {
        tags: ['Imports'],
        summary: 'Upload a file to be imported',
        description:
          'The body is the file itself; Content-Encoding: gzip is unpacked. The answer comes when the file has arrived ' +
          'whole, and names the job that imports it: all of it, or nothing. One job of a region runs at a time, the others ' +
          'wait. docs/imports.md lists the columns.',
        params: RegionParameters,
        querystring: UploadQuery,
        headers: ActorHeader,
        body: {
          content: Object.fromEntries(
            Object.entries(mediaTypes).map(([type, { description }]) => [type, binary(description)]),
          ),
        },
        response: {
          202: Job,
          400: badRequestResponse,
          404: notFoundResponse,
          409: problemResponse('So many imports of the region wait already that no further one is taken'),
          413: problemResponse(`The file is larger than ${limits.uploadBytes} bytes`),
          415: problemResponse('Neither Content-Type nor `format` says what the body is'),
          503: problemResponse('The database does not answer, or the server is stopping'),
          507: problemResponse(
            'The disk has no room for the file, or the folder for uploads cannot be written',
          ),
        },
      },
      handlerTimeout: limits.requestMs,
    },
    async (request, reply) => {
      const scope = scopeOf(request);
      const { regionId, code } = await snapshots.entry(request.params.region, scope);
      const asked = {
        ...uploadOf(request.query, request.headers['content-type']),
        actor: actorOf(request, 'upload'),
      };
      jobs.requireRoom(regionId);
      if (Number(request.headers['content-length'] ?? 0) > limits.uploadBytes) throw tooLarge();
      const body = request.body as Readable | undefined;
      if (body === undefined)
        throw badRequest('body', '', 'is empty; send the file as the body of the request');
      const path = await jobs.uploads.store(body);
      let id: string;
      try {
        id = await jobs.add({ ...asked, regionId, regionCode: code, path });
      } catch (error) {
        await jobs.uploads.remove(path);
        throw error;
      }
      const job = await findJob(database, scope, regionId, id);
      reply.header('location', `/api/regions/${code}/imports/${id}`);
      return reply.code(202).send(jobDocument(code, job!));
    },
  );
};
