import sql, { raw } from 'sql-template-tag';
import { backedUpTables } from '../backup/tables.ts';
import type { Queryable } from '../database.ts';

/** Every row of every table that a backup holds, as PostgreSQL writes it: a geometry is its bytes. */
export async function allRows(db: Queryable): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {};
  for (const { name } of backedUpTables) {
    const { rows } = await db.query<{ row: string }>(
      sql`select t::text as row from ${raw(name)} t order by t::text collate "C"`,
    );
    tables[name] = rows.map(({ row }) => row);
  }
  return tables;
}
