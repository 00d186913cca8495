import sql, { type Sql } from 'sql-template-tag';

/**
 * Wraps a query of one `extent` (box2d, or null where there is nothing) into one of `bounds`: west, south, east, north in
 * degrees with 7 decimals, or null.
 */
export function boundsOf(extentQuery: Sql): Sql {
  return sql`
    select case when extent is not null then array[
      round(st_xmin(extent)::numeric, 7)::float8, round(st_ymin(extent)::numeric, 7)::float8,
      round(st_xmax(extent)::numeric, 7)::float8, round(st_ymax(extent)::numeric, 7)::float8
    ] end as bounds
    from (${extentQuery}) as covered`;
}
