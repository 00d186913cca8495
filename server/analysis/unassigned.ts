// Points that lie in no grid, with the grid that is nearest.
import sql, { raw } from 'sql-template-tag';
import { type Fixed, toDegrees } from '../../core/coordinates.ts';
import { newLocatorResult } from '../../core/locator.ts';
import { type Scope, scopeFilter } from '../access/scope.ts';
import type { Queryable } from '../database.ts';
import { badRequest } from '../errors.ts';
import type { PointSubject } from '../snapshot/points.ts';
import type { RegionSnapshot } from '../snapshot/regionSnapshot.ts';
import type { UnassignedCause } from './qualitySchemas.ts';
import type { Unassigned, UnassignedPoint } from './schemas.ts';
import { readEnclaves, unassignedCause } from './unassignedCause.ts';

export interface UnassignedPage {
  /** Default: both. */
  kind?: PointSubject | undefined;
  limit: number;
  /** The `next` of the page before. */
  after?: string | undefined;
}

/** In which order the kinds are listed. */
const kinds = ['household', 'incident'] as const;

/** @throws ProblemError 400 when `after` is not the `next` of a page */
export async function listUnassigned(
  db: Queryable,
  scope: Scope,
  snapshot: RegionSnapshot,
  { kind, limit, after }: UnassignedPage,
): Promise<Unassigned> {
  const { regionId } = snapshot;
  const listed = kinds.filter((candidate) => kind === undefined || candidate === kind);
  const begin = parseAfter(after);
  const points: StoredPoint[] = [];
  let total = 0;
  for (const subject of listed) {
    total += await countUnassigned(db, scope, regionId, subject);
    // kinds before that of `after` were listed on earlier pages
    if (begin && kinds.indexOf(subject) < kinds.indexOf(begin.kind)) continue;
    const afterId = begin?.kind === subject ? begin.id : '0';
    const wanted = limit + 1 - points.length;
    if (wanted > 0) points.push(...(await readUnassigned(db, scope, regionId, subject, afterId, wanted)));
  }
  const page = points.slice(0, limit);
  const last = page.at(-1);
  const causeAt = unassignedCause(snapshot, await readEnclaves(db, scope, regionId));
  return {
    total,
    points: page.map((point) => describe(snapshot, point, causeAt(point.x, point.y))),
    next: points.length > limit && last ? `${last.kind}.${last.id}` : null,
  };
}

interface StoredPoint {
  kind: PointSubject;
  id: string;
  reference: string;
  x: Fixed;
  y: Fixed;
}

function parseAfter(text: string | undefined): { kind: PointSubject; id: string } | undefined {
  if (text === undefined) return undefined;
  const parts = /^(?<kind>household|incident)\.(?<id>\d{1,15})$/.exec(text)?.groups;
  if (!parts) throw badRequest('after', text, 'is not the `next` of a page; give that as it is');
  return { kind: parts.kind as PointSubject, id: parts.id! };
}

const nearest = newLocatorResult();

function describe(
  snapshot: RegionSnapshot,
  { x, y, ...point }: StoredPoint,
  cause: UnassignedCause,
): UnassignedPoint {
  const { locator, baseGrids, dedicatedGrids } = snapshot;
  locator.nearest(x, y, nearest);
  const layer = nearest.runnerUpLayer === 'dedicated' ? dedicatedGrids : baseGrids;
  const grid = layer[nearest.runnerUpFace];
  return {
    ...point,
    lon: toDegrees(x),
    lat: toDegrees(y),
    nearestGrid: grid ? { code: grid.code, name: grid.name, nameEn: grid.nameEn } : null,
    distanceM: grid ? nearest.runnerUpM : null,
    cause,
  };
}

const tables = {
  household: { table: raw('household'), key: raw('household_id') },
  incident: { table: raw('incident'), key: raw('incident_id') },
};

async function countUnassigned(db: Queryable, scope: Scope, regionId: number, kind: PointSubject) {
  const { rows } = await db.query<{ total: number }>(sql`
    select count(*)::int as total
    from ${tables[kind].table}
    where region_id = ${regionId} and valid_to = 'infinity' and grid_id is null
      ${scopeFilter(scope, sql`region_id`)}`);
  return rows[0]!.total;
}

async function readUnassigned(
  db: Queryable,
  scope: Scope,
  regionId: number,
  kind: PointSubject,
  afterId: string,
  limit: number,
): Promise<StoredPoint[]> {
  const { table, key } = tables[kind];
  const { rows } = await db.query<StoredPoint>(sql`
    select ${kind}::text as kind, ${key} as id, reference,
      round(st_x(geom) * 1e7)::int as x, round(st_y(geom) * 1e7)::int as y
    from ${table}
    where region_id = ${regionId} and valid_to = 'infinity' and grid_id is null and ${key} > ${afterId}
      ${scopeFilter(scope, sql`region_id`)}
    order by ${key}
    limit ${limit}`);
  return rows;
}
