// The dispatcher's list.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { toDegrees } from '../../core/coordinates.ts';
import { distanceM } from '../../core/geodesy.ts';
import { scopeOf } from '../access/scope.ts';
import type { Database } from '../database.ts';
import { limits } from '../limits.ts';
import { tagOf } from '../points/shown.ts';
import { findPoints, type ShownPoint } from '../points/stored.ts';
import { RegionParameters } from '../regions/schemas.ts';
import { badRequestResponse, notFoundResponse, unavailableResponse } from '../responses.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';
import { idAt, pickIncidents } from './queue.ts';
import { cursorOf, type NearPlace, readQueueFilter } from './queueFilter.ts';
import { Queue, type QueueItem, QueueQuery } from './queueSchemas.ts';
import { incidents } from './subject.ts';

export const queueRoute: FastifyPluginAsyncTypebox<{ database: Database; snapshots: Snapshots }> = async (
  app,
  { database, snapshots },
) => {
  app.get(
    '/api/regions/:region/incidents',
    {
      schema: {
        tags: ['Incidents'],
        summary: 'The incidents of a region, as a list to work through',
        description:
          'Open ones, newest first, unless the query says otherwise, page by page. With the address and what happened, which ' +
          'are personal: for who dispatches, so no cache keeps the answer. Each has the ETag that a write wants.',
        params: RegionParameters,
        querystring: QueueQuery,
        response: {
          200: Queue,
          400: badRequestResponse,
          404: notFoundResponse,
          503: unavailableResponse,
        },
      },
    },
    async (request, reply) => {
      const { region } = request.params;
      const scope = scopeOf(request);
      const entry = await snapshots.entry(region, scope);
      const { regionId, timeZone } = entry;
      const filter = await readQueueFilter(database, regionId, timeZone, request.query);
      const snapshot = await snapshots.regionOf(entry);
      const limit = request.query.limit ?? limits.queuePage;
      const { page, hasMore, matched, counts } = pickIncidents(snapshot, filter, limit, Date.now());
      const found = await findPoints(database, scope, incidents, regionId, page.map(idAt));
      const byId = new Map(found.map((point) => [point.id, point]));
      // one that was deleted a moment ago is in the snapshot still
      const shown = page.flatMap((position) => byId.get(idAt(position)) ?? []);
      reply.header('cache-control', 'private, no-store');
      return {
        incidents: shown.map((point) => queueItem(region, point, filter.near)),
        matched,
        next: hasMore ? cursorOf(filter.order, page.at(-1)!) : null,
        counts,
      };
    },
  );
};

function queueItem(region: string, point: ShownPoint, near: NearPlace | undefined): QueueItem {
  const { id, source, reference, x, y, values, grid, workerId, personal } = point;
  return {
    id,
    source,
    reference,
    category: String(values.category),
    severity: Number(values.severity),
    // the column's check says which there are
    status: values.status as QueueItem['status'],
    reportedAt: String(values.reportedAt),
    closedAt: values.closedAt === null ? null : String(values.closedAt),
    lon: toDegrees(x),
    lat: toDegrees(y),
    accuracyM: values.accuracyM === null ? null : Number(values.accuracyM),
    grid: grid && { code: grid.code, name: grid.name, nameEn: grid.nameEn },
    worker: workerId === null ? null : { id: workerId, number: Number(values.worker) },
    isPinned: point.pinnedGridId !== null,
    address: personal.address ?? null,
    description: personal.description ?? null,
    ...(near && { distanceM: Math.round(distanceM(near.x, near.y, x, y) * 10) / 10 }),
    etag: tagOf(incidents, region, point),
  };
}
