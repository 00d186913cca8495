import sql, { join, type Sql } from 'sql-template-tag';
import { type Scope, scopeFilter } from '../access/scope.ts';
import type { Queryable } from '../database.ts';
import { limits } from '../limits.ts';
import type { SearchResult } from './schemas.ts';

export interface SearchText {
  /** Of `searchKeyOf`. */
  key: string;
  rank: 'whole' | 'beginning' | 'part';
}

/** What was typed, as the columns `…_key` have what was stored: migration 0012. In SQL, so that both are lowered by the same rules. */
export async function searchKeyOf(db: Queryable, typed: string): Promise<string> {
  const { rows } = await db.query<{ key: string }>(sql`
    select replace(lower(normalize(${typed}::text, nfkc)), ' ', '') as key`);
  return rows[0]!.key;
}

interface Search {
  scope: Scope;
  regionId: number;
  text: SearchText;
  /** Of each sort. */
  limit: number;
}

/** What fits the text, sort by sort, in the order in which results of one rank are shown. */
export async function findMatches(
  db: Queryable,
  search: Search,
  sorts: readonly ((search: Search) => Sql)[] = everySort,
): Promise<SearchResult[][]> {
  const each = sorts.map(
    (sort, index) =>
      sql`(select ${index}::int as sort, row_number() over () as place, f.* from (${sort(search)}) as f)`,
  );
  const { rows } = await db.query<SearchResult & { sort: number; place: string }>(sql`
    ${join(each, ' union all ')}
    order by sort, place`);
  return sorts.map((_, index) =>
    rows.filter(({ sort }) => sort === index).map(({ sort: _sort, place: _place, ...result }) => result),
  );
}

/** The condition that a column's text fits, and fits no better rank. */
function fits(column: Sql, { key, rank }: SearchText): Sql {
  const escaped = key.replace(/[\\%_]/g, '\\$&');
  if (rank === 'whole') return sql`${column} = ${key}`;
  if (rank === 'beginning') return sql`${column} like ${`${escaped}%`} and ${column} <> ${key}`;
  return sql`${column} like ${`%${escaped}%`} and not ${column} like ${`${escaped}%`}`;
}

const degrees = (ordinate: Sql) => sql`round((${ordinate})::numeric, 7)::float8`;

const incidentColumns = sql`
  'incident'::text as kind, i.incident_id::text as id, i.reference as title, coalesce(p.address, '') as subtitle,
  ${degrees(sql`st_x(i.geom)`)} as lon, ${degrees(sql`st_y(i.geom)`)} as lat, null::float8[] as bbox`;

/** The shortest reference first. */
function households({ scope, regionId, text, limit }: Search): Sql {
  return sql`
    with found as (
      select household_id, reference, reference_key, building, geom
      from household
      where region_id = ${regionId} and valid_to = 'infinity' and ${fits(sql`reference_key`, text)}
        ${scopeFilter(scope, sql`region_id`)}
      limit ${limits.searchedRows}
    ),
    best as materialized (
      select * from found order by length(reference_key), reference_key, household_id limit ${limit}
    )
    select 'household'::text as kind, b.household_id::text as id, b.reference as title,
      coalesce(nullif(p.address, ''), b.building) as subtitle,
      ${degrees(sql`st_x(b.geom)`)} as lon, ${degrees(sql`st_y(b.geom)`)} as lat, null::float8[] as bbox
    from best b
    left join household_personal p on p.region_id = ${regionId} and p.household_id = b.household_id
    order by length(b.reference_key), b.reference_key, b.household_id`;
}

/** The shortest reference first. */
function incidents({ scope, regionId, text, limit }: Search): Sql {
  return sql`
    with found as (
      select incident_id, reference, reference_key, geom
      from incident
      where region_id = ${regionId} and valid_to = 'infinity' and ${fits(sql`reference_key`, text)}
        ${scopeFilter(scope, sql`region_id`)}
      limit ${limits.searchedRows}
    ),
    best as materialized (
      select * from found order by length(reference_key), reference_key, incident_id limit ${limit}
    )
    select ${incidentColumns}
    from best i
    left join incident_personal p on p.region_id = ${regionId} and p.incident_id = i.incident_id
    order by length(i.reference_key), i.reference_key, i.incident_id`;
}

/** Open ones first, the newest first. */
function incidentsByAddress({ scope, regionId, text, limit }: Search): Sql {
  return sql`
    with found as (
      select incident_id, address
      from incident_personal
      where region_id = ${regionId} and ${fits(sql`address_key`, text)} ${scopeFilter(scope, sql`region_id`)}
      limit ${limits.searchedAddresses}
    )
    select ${incidentColumns}
    from found p
    join incident i on i.region_id = ${regionId} and i.incident_id = p.incident_id and i.valid_to = 'infinity'
    order by i.status = 'closed', i.reported_at desc, i.incident_id
    limit ${limit}`;
}

/** Roads of one name are one road, however many lines it was loaded as. */
function roads({ scope, regionId, text, limit }: Search): Sql {
  return sql`
    with found as (
      select name, name_en, min(road_id)::text as id, st_collect(geom) as geom
      from road
      where region_id = ${regionId} and (${fits(sql`name_key`, text)} or ${fits(sql`name_en_key`, text)})
        ${scopeFilter(scope, sql`region_id`)}
      group by name, name_en
      order by length(name), name, name_en
      limit ${limit}
    ),
    placed as materialized (
      select *, st_pointonsurface(geom) as place from found
    )
    select 'road'::text as kind, id, coalesce(nullif(name, ''), name_en) as title,
      case when name = '' then '' else name_en end as subtitle,
      ${degrees(sql`st_x(place)`)} as lon, ${degrees(sql`st_y(place)`)} as lat,
      array[${degrees(sql`st_xmin(geom)`)}, ${degrees(sql`st_ymin(geom)`)}, ${degrees(sql`st_xmax(geom)`)},
        ${degrees(sql`st_ymax(geom)`)}] as bbox
    from placed
    order by length(name), name, name_en`;
}

/** Buildings of one name in different grids are different ones: many a compound has its number 3. */
function buildings({ scope, regionId, text, limit }: Search): Sql {
  return sharedPlaces(
    'building',
    regionId,
    sql`
      select building as title, building_key as key, grid_id, geom
      from household
      where region_id = ${regionId} and valid_to = 'infinity' and building <> ''
        and ${fits(sql`building_key`, text)} ${scopeFilter(scope, sql`region_id`)}
      limit ${limits.searchedRows}`,
    limit,
  );
}

/** Addresses of households, but for those that are no more than the building. */
function addresses({ scope, regionId, text, limit }: Search): Sql {
  return sharedPlaces(
    'address',
    regionId,
    sql`
      select p.address as title, p.address_key as key, h.grid_id, h.geom
      from (
        select household_id, address, address_key
        from household_personal
        where region_id = ${regionId} and ${fits(sql`address_key`, text)} ${scopeFilter(scope, sql`region_id`)}
        limit ${limits.searchedAddresses}
      ) as p
      join household h on h.region_id = ${regionId} and h.household_id = p.household_id and h.valid_to = 'infinity'
      where h.building_key <> p.address_key`,
    limit,
  );
}

/** The middle of the households that share a text and a grid. */
function sharedPlaces(kind: 'building' | 'address', regionId: number, found: Sql, limit: number): Sql {
  return sql`
    with found as (${found}),
    place as materialized (
      select key, min(title) as title, grid_id, avg(st_x(geom)) as lon, avg(st_y(geom)) as lat
      from found
      group by key, grid_id
      order by length(key), key, grid_id
      limit ${limit}
    )
    select ${kind}::text as kind, null::text as id, p.title, coalesce(g.code, '') as subtitle,
      ${degrees(sql`p.lon`)} as lon, ${degrees(sql`p.lat`)} as lat, null::float8[] as bbox
    from place p
    left join grid_version g on g.region_id = ${regionId} and g.grid_id = p.grid_id and g.to_version is null
    order by length(p.key), p.key, p.grid_id`;
}

const everySort = [households, incidents, roads, buildings, addresses, incidentsByAddress];

/** Those in which a part of one or two letters is looked for: they are few, and fewer than three letters make no trigram. */
export const sortsOfShortParts = [roads];
