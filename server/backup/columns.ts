// The columns of a backed-up table, as the database's own catalog has them.
import sql from 'sql-template-tag';
import type { Queryable } from '../database.ts';
import { type BackedUpTable, backedUpTables } from './tables.ts';

export interface TableColumns extends BackedUpTable {
  columns: readonly TableColumn[];
  /** Quoted names of the primary key's columns. */
  primaryKey: readonly string[];
}

export interface TableColumn {
  name: string;
  /** As SQL writes it. */
  quotedName: string;
  /** With its modifiers, as `geometry(MultiPolygon,4326)`. */
  type: string;
  /** Null: not a geometry. */
  srid: number | null;
}

/** Those of the list that the schema has, in the list's order, without generated columns. */
export async function readTableColumns(db: Queryable): Promise<TableColumns[]> {
  const names = backedUpTables.map((table) => table.name);
  const { rows } = await db.query<TableColumn & { table: string; isKey: boolean }>(sql`
    select c.relname as table, a.attname as name, quote_ident(a.attname) as "quotedName",
      format_type(a.atttypid, a.atttypmod) as type,
      case when t.typname = 'geometry' then postgis_typmod_srid(a.atttypmod) end as srid,
      a.attnum = any(coalesce(i.indkey::int2[], '{}')) as "isKey"
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    join pg_type t on t.oid = a.atttypid
    left join pg_index i on i.indrelid = c.oid and i.indisprimary
    where c.relnamespace = current_schema()::regnamespace and c.relname = any(${names}::text[])
    order by a.attnum`);
  return backedUpTables.flatMap((table) => {
    const columns = rows.filter((row) => row.table === table.name);
    if (columns.length === 0) return [];
    const primaryKey = columns.filter((column) => column.isKey).map((column) => column.quotedName);
    return [{ ...table, columns, primaryKey }];
  });
}
