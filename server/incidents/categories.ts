import sql from 'sql-template-tag';
import type { Queryable } from '../database.ts';

/** The codes that an incident's category can have, in order. */
export async function listCategories(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ code: string }>(sql`select code from incident_category order by code`);
  return rows.map((row) => row.code);
}
