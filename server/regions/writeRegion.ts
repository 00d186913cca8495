// How a request writes to a region: alone, and by the boundaries that are in force at that moment.
import type { FastifyRequest } from 'fastify';
import sql from 'sql-template-tag';
import { actorOf } from '../access/actor.ts';
import { type Scope, scopeFilter, scopeOf } from '../access/scope.ts';
import type { Database, Queryable } from '../database.ts';
import { conflict } from '../errors.ts';
import type { RegionSnapshot } from '../snapshot/regionSnapshot.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';

export interface WriteTarget {
  database: Database;
  snapshots: Snapshots;
}

/** Who writes, and through what. */
export interface Writer extends WriteTarget {
  scope: Scope;
  /** As the change says it. */
  actor: string;
}

/** @throws ProblemError 400 when the request does not say who writes as it should */
export function writerOf(request: FastifyRequest, { database, snapshots }: WriteTarget): Writer {
  return { database, snapshots, scope: scopeOf(request), actor: actorOf(request) };
}

const mostAttempts = 5;

/**
 * Runs `work` in one transaction that holds the region's lock, with a snapshot whose boundaries are those in force under
 * that lock; if they moved since it was read, again with a newer one. Later reads of this process show what was written.
 *
 * @throws ProblemError 404 when there is no such region in scope; 409 when its boundaries never stand still
 */
export async function writeRegion<T>(
  { database, snapshots, scope }: Omit<Writer, 'actor'>,
  code: string,
  work: (tx: Queryable, snapshot: RegionSnapshot) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    const snapshot = await snapshots.region(code, scope);
    const outcome = await database.transaction(async (tx) => {
      const boundaryVersion = await lockRegion(tx, scope, snapshot.regionId);
      return boundaryVersion === snapshot.boundaryVersion ? { result: await work(tx, snapshot) } : undefined;
    });
    snapshots.invalidate();
    if (outcome) return outcome.result;
  }
  throw conflict(`The boundaries of region ${code} moved ${mostAttempts} times meanwhile; send it again`);
}

/** Makes this transaction the region's only writer until it ends. @returns the boundary version now */
async function lockRegion(tx: Queryable, scope: Scope, regionId: number): Promise<number> {
  const { rows } = await tx.query<{ version: number }>(sql`
    select boundary_version as version
    from region_state
    where region_id = ${regionId} ${scopeFilter(scope, sql`region_id`)}
    for update`);
  const version = rows[0]?.version;
  if (version === undefined) throw new Error(`region ${regionId} has no region_state row`);
  return version;
}
