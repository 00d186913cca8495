// What a cached answer depends on: the versions of the regions that it may show.
import { createHash } from 'node:crypto';
import sql, { empty } from 'sql-template-tag';
import { type Scope, scopeFilter } from '../access/scope.ts';
import type { Queryable } from '../database.ts';

export interface RegionVersion {
  regionId: number;
  boundaryVersion: number;
  /** Newest publication whose time has come; it moves by the clock alone when a publication lies in the future. */
  versionInForce: number;
  /** Grows with every write; a decimal string, because a bigint may not fit a number. */
  changeSequence: string;
  /** Newest change that renamed or added areas; part of what boundary layers show, but of no boundary version. */
  areaSequence: string;
}

/** The regions in scope, or the one with the given code, in ascending order of id. Empty when there is none. */
export async function regionVersions(
  database: Queryable,
  scope: Scope,
  regionCode?: string,
): Promise<RegionVersion[]> {
  const { rows } = await database.query<RegionVersion>(sql`
    select region.region_id as "regionId",
      coalesce(region_state.boundary_version, 0) as "boundaryVersion",
      coalesce(in_force.version, 0) as "versionInForce",
      coalesce(region_state.change_sequence, 0) as "changeSequence",
      coalesce(areas.sequence, 0) as "areaSequence"
    from region
    left join region_state on region_state.region_id = region.region_id
    left join lateral (
      select max(publication.version) as version
      from publication
      where publication.region_id = region.region_id and publication.effective_from <= now()
    ) as in_force on true
    left join lateral (
      select change.sequence
      from change
      where change.region_id = region.region_id and change.kind = 'import.areas'
      order by change.sequence desc
      limit 1
    ) as areas on true
    where true ${regionCode === undefined ? empty : sql`and region.code = ${regionCode}`}
      ${scopeFilter(scope, sql`region.region_id`)}
    order by region.region_id`);
  return rows;
}

/** A short digest that changes whenever the boundaries that the regions show do. */
export function boundaryDigest(regions: readonly RegionVersion[]): string {
  return digest(
    regions.map((region) => [
      region.regionId,
      region.boundaryVersion,
      region.versionInForce,
      region.areaSequence,
    ]),
  );
}

/** A short digest that changes with every write to one of the regions. */
export function changeDigest(regions: readonly RegionVersion[]): string {
  return digest(regions.map((region) => [region.regionId, region.versionInForce, region.changeSequence]));
}

function digest(facts: unknown): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, 16);
}
