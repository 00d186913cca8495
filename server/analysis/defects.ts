import sql from 'sql-template-tag';
import { type Scope, scopeFilter } from '../access/scope.ts';
import type { Queryable } from '../database.ts';
import type { CoverageDefect, Defects } from './schemas.ts';

interface Check {
  subject: 'published' | 'refused-import';
  checkedAt: string;
  boundaryVersion: number;
  fileName: string | null;
  defects: CoverageDefect[];
}

/** What the last check of the published coverage, and the last refused import of grids, found. */
export async function findDefects(db: Queryable, scope: Scope, regionId: number): Promise<Defects> {
  const { rows } = await db.query<Check>(sql`
    select subject, checked_at as "checkedAt", boundary_version as "boundaryVersion", file_name as "fileName", defects
    from coverage_check
    where region_id = ${regionId} ${scopeFilter(scope, sql`region_id`)}`);
  const found = (subject: Check['subject']) => {
    const check = rows.find((row) => row.subject === subject);
    if (!check) return null;
    const { subject: _, ...found } = check;
    return found;
  };
  return { published: found('published'), refusedImport: found('refused-import') };
}
