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
  /** Newest change that touched a household, and an incident. */
  householdSequence: string;
  incidentSequence: string;
  /** Newest import of areas, which can rename them: part of what boundary layers show, but of no boundary version. */
  areaSequence: string;
  /** Newest import of blocks, roads or water. */
  contextSequence: string;
  /** When the newest change was recorded: rows of later changes begin after it. */
  changedAt: string;
  /** By the database's clock. */
  readAt: string;
}

/*
 * `changedAt`: no transaction is under way for an hour, so whatever a change before that wrote began before that; changes
 * of earlier releases were recorded with the time at which their transaction began.
 */

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
      coalesce(households.sequence, 0) as "householdSequence",
      coalesce(incidents.sequence, 0) as "incidentSequence",
      coalesce(imports.areas, 0) as "areaSequence",
      coalesce(imports.context, 0) as "contextSequence",
      greatest(newest.recorded_at, now() - interval '1 hour') as "changedAt",
      now() as "readAt"
    from region
    left join region_state on region_state.region_id = region.region_id
    left join lateral (
      select max(publication.version) as version
      from publication
      where publication.region_id = region.region_id and publication.effective_from <= now()
    ) as in_force on true
    left join lateral (
      select max(household.change_sequence) as sequence
      from household
      where household.region_id = region.region_id
    ) as households on true
    left join lateral (
      select max(incident.change_sequence) as sequence
      from incident
      where incident.region_id = region.region_id
    ) as incidents on true
    left join lateral (
      select max(change.sequence) filter (where change.detail ->> 'kind' = 'areas') as areas,
        max(change.sequence) filter (where change.detail ->> 'kind' <> 'areas') as context
      from change
      where change.region_id = region.region_id and change.kind = 'import'
        and change.detail ->> 'kind' in ('areas', 'blocks', 'roads', 'water')
    ) as imports on true
    left join change as newest
      on newest.region_id = region_state.region_id and newest.sequence = region_state.change_sequence
    where true ${regionCode === undefined ? empty : sql`and region.code = ${regionCode}`}
      ${scopeFilter(scope, sql`region.region_id`)}
    order by region.region_id`);
  return rows;
}

/** What an answer shows of the regions. */
export type Subject = 'boundaries' | 'households' | 'incidents' | 'context' | 'everything';

/** What a version is made of; the numbers only ever grow. */
export type SubjectFacts = Readonly<Record<Fact, number | string>>;

type Fact = Exclude<keyof RegionVersion, 'changedAt' | 'readAt'>;

export const subjectFacts: Readonly<Record<Subject, readonly Fact[]>> = {
  boundaries: ['boundaryVersion', 'versionInForce', 'areaSequence'],
  households: ['householdSequence'],
  incidents: ['incidentSequence'],
  context: ['contextSequence'],
  everything: ['versionInForce', 'changeSequence'],
};

/** A short text that changes whenever what the regions show of the subject does; it names the regions too. */
export function versionDigest(subject: Subject, regions: readonly SubjectFacts[]): string {
  const facts = regions.map((region) => [
    region.regionId,
    ...subjectFacts[subject].map((fact) => region[fact]),
  ]);
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, 16);
}
