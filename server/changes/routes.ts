import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { type Scope, scopeOf } from '../access/scope.ts';
import type { Database } from '../database.ts';
import { badRequest, conflict, ProblemError } from '../errors.ts';
import { limits } from '../limits.ts';
import { RegionParameters } from '../regions/schemas.ts';
import {
  badRequestResponse,
  notFoundResponse,
  problemResponse,
  readyResponse,
  unavailableResponse,
} from '../responses.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';
import { describeChange, streamChanges } from './eventStream.ts';
import { ChangeFeed } from './feed.ts';
import { type ChangePosition, readChanges, readPositions } from './queries.ts';
import {
  ChangesPage,
  ChangesQuery,
  EventsQuery,
  eventStreamExample,
  LastEventId,
  RegionEventsQuery,
} from './schemas.ts';

const aheadResponse = problemResponse(
  'The region has not come so far: another database, or one restored from a backup. Begin anew',
);
const eventStream = readyResponse(
  'Events as they come, in order; `data` of `change` is a change as in /changes',
  'text/event-stream',
  Type.String({ examples: [eventStreamExample] }),
);
const busyResponse = problemResponse('There are too many listeners, or the database does not answer');

export const changeRoutes: FastifyPluginAsyncTypebox<{ database: Database; snapshots: Snapshots }> = async (
  app,
  { database, snapshots },
) => {
  const feed = new ChangeFeed(database, snapshots);
  const running = new Set<Promise<void>>();
  // before the server stops listening, or it would wait for streams that never end by themselves
  app.addHook('preClose', async () => {
    feed.close();
    await Promise.all(running);
  });

  app.get(
    '/api/regions/:region/changes',
    {
      schema: {
        tags: ['Changes'],
        summary: 'What was written to a region, in order',
        description:
          'From the oldest, or after `since`. Follow `next` for all of it; asked again later, it brings what was written then.',
        params: RegionParameters,
        querystring: ChangesQuery,
        response: {
          200: ChangesPage,
          400: badRequestResponse,
          404: notFoundResponse,
          409: aheadResponse,
          503: unavailableResponse,
        },
      },
    },
    async (request) => {
      const scope = scopeOf(request);
      const { regionId, code } = await snapshots.entry(request.params.region, scope);
      const { since = '0', limit = limits.changesPerPage } = request.query;
      const position = (await readPositions(database, scope)).find((entry) => entry.regionId === regionId)!;
      refuseAhead('since', Number(since), position);
      const rows = await readChanges(database, scope, regionId, Number(since), limit + 1);
      const page = rows.slice(0, limit);
      const last = page.at(-1)?.sequence ?? Number(since);
      return {
        changes: page.map((change) => describeChange(code, change)),
        newest: String(Math.max(position.sequence, last)),
        hasMore: rows.length > limit,
        next: `/api/regions/${code}/changes?since=${last}&limit=${limit}`,
      };
    },
  );

  app.get(
    '/api/regions/:region/events',
    {
      exposeHeadRoute: false,
      schema: {
        tags: ['Changes'],
        summary: "A region's changes as they happen",
        description:
          'Server-sent events. Begins with now, or behind `Last-Event-ID` or `since`, and then misses nothing and repeats ' +
          "nothing. An event's id is the region's sequence. A listener that does not read is dropped, and resumes.",
        params: RegionParameters,
        querystring: RegionEventsQuery,
        headers: LastEventId,
        response: {
          200: eventStream,
          400: badRequestResponse,
          404: notFoundResponse,
          409: aheadResponse,
          503: busyResponse,
        },
      },
    },
    async (request, reply) => {
      const scope = scopeOf(request);
      const { code } = await snapshots.entry(request.params.region, scope);
      const [parameter, from] = resumption(request.headers['last-event-id'], request.query.since);
      await listen(request, reply, scope, code, (positions) => {
        const position = positions.find((entry) => entry.code === code)!;
        const sequence = from === undefined ? position.sequence : parseSequence(parameter, from, from);
        refuseAhead(parameter, sequence, position);
        return new Map([[code, sequence]]);
      });
    },
  );

  app.get(
    '/api/events',
    {
      exposeHeadRoute: false,
      schema: {
        tags: ['Changes'],
        summary: "All regions' changes as they happen",
        description:
          'Server-sent events of every region that the caller may see, in order within each. The id of an event lists how ' +
          'far each region is, as region:sequence, and is where `Last-Event-ID` or `since` goes on.',
        querystring: EventsQuery,
        headers: LastEventId,
        response: { 200: eventStream, 400: badRequestResponse, 409: aheadResponse, 503: busyResponse },
      },
    },
    async (request, reply) => {
      const [parameter, from] = resumption(request.headers['last-event-id'], request.query.since);
      await listen(request, reply, scopeOf(request), undefined, (positions) =>
        from === undefined
          ? new Map(positions.map(({ code, sequence }) => [code, sequence]))
          : parsePositions(parameter, from, positions),
      );
    },
  );

  /** Answers with a stream; what is wrong is thrown before its first byte. */
  async function listen(
    request: FastifyRequest,
    reply: FastifyReply,
    scope: Scope,
    region: string | undefined,
    begin: (positions: ChangePosition[]) => Map<string, number>,
  ): Promise<void> {
    if (feed.isClosed || feed.listeners >= limits.eventStreams) {
      throw new ProblemError(
        503,
        'Service unavailable',
        `${limits.eventStreams} listeners are as many as this server takes; try again shortly`,
      );
    }
    const stop = await feed.listen();
    try {
      const listener = { scope, region, positions: begin(feed.positions(scope)) };
      reply.hijack();
      reply.raw.writeHead(200, {
        ...reply.getHeaders(),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no', // nginx would hold events back
      } as Record<string, string>);
      const stream = streamChanges(feed, reply.raw, listener)
        .catch((error: unknown) => {
          request.log.error({ err: error, url: request.url });
          reply.raw.destroy();
        })
        .finally(() => {
          stop();
          running.delete(stream);
        });
      running.add(stream);
    } catch (error) {
      stop();
      throw error;
    }
  }
};

/** Which of the two says where to go on; a browser sends the header when it opens a broken stream again. */
function resumption(header: string | undefined, since: string | undefined): [string, string | undefined] {
  return header === undefined || header === '' ? ['since', since] : ['Last-Event-ID', header];
}

function parseSequence(parameter: string, text: string, whole: string): number {
  if (/^[0-9]{1,15}$/.test(text)) return Number(text);
  throw badRequest(parameter, whole, 'is not the id of an event of this stream');
}

/** A region that the list does not name came to be later: all of its changes are new. */
function parsePositions(
  parameter: string,
  text: string,
  positions: readonly ChangePosition[],
): Map<string, number> {
  const given = new Map(positions.map(({ code }) => [code, 0]));
  for (const item of text === '' ? [] : text.split(',')) {
    const [code = '', sequence = ''] = item.split(':');
    const position = positions.find((entry) => entry.code === code);
    if (!position) throw badRequest(parameter, text, `there is no region ${code.slice(0, 20)}`);
    given.set(code, parseSequence(parameter, sequence, text));
    refuseAhead(parameter, given.get(code)!, position);
  }
  return given;
}

function refuseAhead(parameter: string, sequence: number, { code, sequence: newest }: ChangePosition): void {
  if (sequence <= newest) return;
  throw conflict(
    `${parameter}=${sequence}: the newest change of region ${code} is ${newest}; begin anew, without ${parameter}`,
    { parameter, value: String(sequence), newest: String(newest) },
  );
}
