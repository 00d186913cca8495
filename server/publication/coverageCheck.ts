import sql from 'sql-template-tag';
import { toDegrees } from '../../core/coordinates.ts';
import type { Defect } from '../../core/coverage.ts';
import type { Queryable } from '../database.ts';

const KEPT_DEFECTS = 1000;

/** Keeps the last check of the published coverage, or of a refused import, for `/defects`. */
export async function keepCheck(
  db: Queryable,
  regionId: number,
  subject: 'published' | 'refused-import',
  fileName: string | null,
  defects: readonly Defect[],
): Promise<void> {
  const listed = defects.slice(0, KEPT_DEFECTS).map(({ x, y, ...defect }) => ({
    ...defect,
    lon: toDegrees(x),
    lat: toDegrees(y),
  }));
  await db.query(sql`
    insert into coverage_check (region_id, subject, boundary_version, file_name, defects)
    select region_id, ${subject}, boundary_version, ${fileName}, ${JSON.stringify(listed)}::jsonb
    from region_state where region_id = ${regionId}
    on conflict (region_id, subject) do update
    set checked_at = now(), boundary_version = excluded.boundary_version, file_name = excluded.file_name,
      defects = excluded.defects`);
}
