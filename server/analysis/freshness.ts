// How fresh each subject is: the newest change that wrote it, by an import or over the API.
import sql, { join, type Sql } from 'sql-template-tag';
import { type Scope, scopeFilter } from '../access/scope.ts';
import type { Queryable } from '../database.ts';
import type { RegionSnapshot } from '../snapshot/regionSnapshot.ts';
import type { Freshness } from './qualitySchemas.ts';

type FreshSubject = Freshness['subject'];

/** What was written, without the count of what there is. */
export type SubjectChange = Omit<Freshness, 'rows'>;

/** Each kind of change that writes a subject; a publication moves points too, but brings nothing new of them. */
const changesOf: Readonly<Record<FreshSubject, readonly Sql[]>> = {
  grids: [sql`kind = 'publication'`, sql`kind = 'grid'`],
  areas: [sql`kind = 'area'`, importOf('areas')],
  workers: [sql`kind = 'worker'`, importOf('workers')],
  households: [sql`kind = 'household'`, importOf('households')],
  incidents: [sql`kind = 'incident'`, importOf('incidents')],
};

function importOf(kind: string): Sql {
  return sql`kind = 'import' and detail ->> 'kind' = ${kind}`;
}

/** Where a row names its source, and carries the change that wrote it. */
const tableOf: Readonly<Partial<Record<FreshSubject, Sql>>> = {
  workers: sql`worker`,
  households: sql`household`,
  incidents: sql`incident`,
};

interface NewestChange {
  sequence: string;
  kind: string;
  recordedAt: string;
  detailKind: string | null;
  source: string | null;
}

export async function readFreshness(db: Queryable, scope: Scope, regionId: number): Promise<SubjectChange[]> {
  const subjects: SubjectChange[] = [];
  for (const subject of Object.keys(changesOf) as FreshSubject[]) {
    const change = await findNewest(db, scope, regionId, changesOf[subject]);
    if (!change) {
      subjects.push({ subject, newestAt: null, source: null, by: null });
      continue;
    }
    const table = tableOf[subject];
    const source =
      change.source ?? (table ? await findSource(db, scope, regionId, table, change.sequence) : null);
    subjects.push({ subject, newestAt: change.recordedAt, source, by: writtenBy(change) });
  }
  return subjects;
}

export function withRows(
  changes: readonly SubjectChange[],
  { grids, areas, workerCount, points }: RegionSnapshot,
): Freshness[] {
  const rows: Record<FreshSubject, number> = {
    grids: grids.length,
    areas: areas.filter(({ kind }) => kind !== 'region').length,
    workers: workerCount,
    households: points.households.length,
    incidents: points.incidents.length,
  };
  return changes.map((change) => ({ ...change, rows: rows[change.subject] }));
}

/** One look at the end of an index for each condition. */
async function findNewest(
  db: Queryable,
  scope: Scope,
  regionId: number,
  conditions: readonly Sql[],
): Promise<NewestChange | undefined> {
  const newest = conditions.map(
    (condition) => sql`(
      select sequence, kind, recorded_at, detail
      from change
      where region_id = ${regionId} and ${condition} ${scopeFilter(scope, sql`region_id`)}
      order by sequence desc
      limit 1)`,
  );
  const { rows } = await db.query<NewestChange>(sql`
    select sequence, kind, recorded_at as "recordedAt", detail ->> 'kind' as "detailKind",
      detail ->> 'source' as source
    from (${join(newest, ' union all ')}) as newest
    order by sequence desc
    limit 1`);
  return rows[0];
}

/** A publication is an import of grids, or what was done here to them. */
function writtenBy({ kind, detailKind }: NewestChange): 'import' | 'api' {
  const isImport = kind === 'import' || (kind === 'publication' && detailKind === 'import');
  return isImport ? 'import' : 'api';
}

/** A change over the API does not say the source: a row that it wrote does. */
async function findSource(
  db: Queryable,
  scope: Scope,
  regionId: number,
  table: Sql,
  sequence: string,
): Promise<string | null> {
  const { rows } = await db.query<{ source: string }>(sql`
    select source
    from ${table}
    where region_id = ${regionId} and change_sequence = ${sequence}::bigint ${scopeFilter(scope, sql`region_id`)}
    limit 1`);
  return rows[0]?.source ?? null;
}
