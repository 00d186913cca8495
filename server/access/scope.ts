// Who may see what. There is no access control yet: everybody is an administrator, on loopback only. Every query takes
// a scope all the same, so that the day there are keys and roles no query has to change.
import type { FastifyRequest } from 'fastify';
import sql, { empty, type Sql } from 'sql-template-tag';

export interface Scope {
  regionIds: 'all' | readonly number[];
  role: 'administrator';
}

/** For commands and background work, which act for the person who owns the machine. */
export const everything: Scope = { regionIds: 'all', role: 'administrator' };

export function scopeOf(_request: FastifyRequest): Scope {
  return everything;
}

/**
 * The condition that keeps a query inside the scope, to be put behind another one:
 * ``where g.code = ${code} ${scopeFilter(scope, sql`g.region_id`)}``. Begins with `and`; empty when all is allowed.
 */
export function scopeFilter(scope: Scope, regionIdColumn: Sql): Sql {
  return scope.regionIds === 'all' ? empty : sql`and ${regionIdColumn} = any(${scope.regionIds}::int[])`;
}

export function isInScope(scope: Scope, regionId: number): boolean {
  return scope.regionIds === 'all' || scope.regionIds.includes(regionId);
}
