// A region's weights: its own, or the defaults.
import type { FastifyRequest } from 'fastify';
import sql from 'sql-template-tag';
import { defaultWeights, type WorkloadWeights } from '../../core/workload.ts';
import { type Scope, scopeFilter } from '../access/scope.ts';
import { appendChange } from '../changes/queries.ts';
import type { Queryable } from '../database.ts';
import { badRequest } from '../errors.ts';
import { checkPreconditions, entityTag } from '../http/preconditions.ts';
import { type Writer, writeRegion } from '../regions/writeRegion.ts';
import type { RegionWeights } from './weightsSchemas.ts';

/** A stored set may be incomplete: what it does not say is as by default. */
type OwnWeights = Partial<WorkloadWeights> | null;

/** What a change of the weights says that it changed. */
const changedField = 'workloadWeights';

/** The weights that count now. */
export async function readWeights(db: Queryable, scope: Scope, regionId: number): Promise<WorkloadWeights> {
  const defaults = await readDefaults(db);
  const { rows } = await db.query<{ own: OwnWeights }>(sql`
    select workload_weights as own
    from region
    where region_id = ${regionId} ${scopeFilter(scope, sql`region_id`)}`);
  return merged(defaults, rows[0]?.own ?? null);
}

/** The weights, the defaults, and who set them when. */
export async function readRegionWeights(
  db: Queryable,
  scope: Scope,
  regionId: number,
): Promise<RegionWeights> {
  const defaults = await readDefaults(db);
  const { rows } = await db.query<{ own: OwnWeights; recordedAt: string | null; actor: string | null }>(sql`
    select r.workload_weights as own, c.recorded_at as "recordedAt", c.actor
    from region r
    left join lateral (
      select recorded_at, actor
      from change
      where region_id = ${regionId} and kind = 'region' and detail -> 'fields' ->> 0 = ${changedField}
      order by sequence desc
      limit 1
    ) as c on r.workload_weights is not null
    where r.region_id = ${regionId} ${scopeFilter(scope, sql`r.region_id`)}`);
  const { own, recordedAt, actor } = rows[0]!;
  return { weights: merged(defaults, own), defaults, isDefault: own === null, recordedAt, actor };
}

export function tagOfWeights(weights: RegionWeights): string {
  return entityTag(weights);
}

/**
 * @param wanted null: the defaults
 * @throws ProblemError 400 where a category is unknown or missing, 404, 412
 */
export function writeWeights(
  writer: Writer,
  region: string,
  headers: FastifyRequest['headers'],
  wanted: WorkloadWeights | null,
): Promise<RegionWeights> {
  return writeRegion(writer, region, async (tx, { regionId }) => {
    const before = await readRegionWeights(tx, writer.scope, regionId);
    checkPreconditions(headers, 'set of weights', tagOfWeights(before));
    if (wanted) checkCategories(wanted, before.defaults);
    const own = wanted && inOneOrder(wanted);
    if (JSON.stringify(own) === JSON.stringify(before.isDefault ? null : inOneOrder(before.weights)))
      return before;
    await appendChange(tx, regionId, 'region', writer.actor, { changed: region, fields: [changedField] });
    await tx.query(sql`
      update region set workload_weights = ${own === null ? null : JSON.stringify(own)}::jsonb
      where region_id = ${regionId}`);
    return readRegionWeights(tx, writer.scope, regionId);
  });
}

async function readDefaults(db: Queryable): Promise<WorkloadWeights> {
  const { rows } = await db.query<{ code: string; minutes: number }>(
    sql`select code, minutes from incident_category order by code`,
  );
  return defaultWeights(Object.fromEntries(rows.map((row) => [row.code, row.minutes])));
}

/** A category that came after the region's weights were set has its default. */
function merged(defaults: WorkloadWeights, own: OwnWeights): WorkloadWeights {
  return inOneOrder({
    ...defaults,
    ...own,
    incidentMinutes: { ...defaults.incidentMinutes, ...own?.incidentMinutes },
  });
}

function inOneOrder(weights: WorkloadWeights): WorkloadWeights {
  const { householdMinutes, keyPersonMinutes, areaMinutesPerKm2, incidentMinutes } = weights;
  const categories = Object.entries(incidentMinutes).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    householdMinutes,
    keyPersonMinutes,
    areaMinutesPerKm2,
    incidentMinutes: Object.fromEntries(categories),
  };
}

function checkCategories({ incidentMinutes }: WorkloadWeights, defaults: WorkloadWeights): void {
  const known = Object.keys(defaults.incidentMinutes);
  const unknown = Object.keys(incidentMinutes).find((code) => !known.includes(code));
  if (unknown !== undefined) {
    throw badRequest(
      `incidentMinutes.${unknown}`,
      incidentMinutes[unknown],
      `there is no such category; there are ${known.join(', ')}`,
    );
  }
  const missing = known.filter((code) => !Object.hasOwn(incidentMinutes, code));
  if (missing.length > 0) {
    throw badRequest(
      'incidentMinutes',
      incidentMinutes,
      `lacks ${missing.join(', ')}; name every category, with 0 where it takes no time`,
    );
  }
}
