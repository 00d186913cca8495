// Areas and grids: identity only. Counts and workloads are joined to them in the browser by feature id.
import sql, { type Sql } from 'sql-template-tag';
import type { Field, ShapeLayer, ShapePage } from './tileLayer.ts';

/** Highest zooms that the simplified outlines are drawn at; above the last the exact one is. */
const outlineLevels = [8, 10, 12, 14] as const;
const exactLevel = 24;

function outlineLevel(z: number): number {
  return outlineLevels.find((level) => level >= z) ?? exactLevel;
}

/** A region is one shape; streets and communities would be specks further out. */
const areaKindMinzoom = { region: 0, street: 6, community: 8 } as const;

function isInForce(version: Sql, { regionId, versionInForce }: ShapePage): Sql {
  return sql`${version}.region_id = ${regionId} and ${version}.from_version <= ${versionInForce}
    and (${version}.to_version is null or ${version}.to_version > ${versionInForce})`;
}

const names = {
  name: { type: 'String', description: 'Local name; absent where it has none' },
  name_en: { type: 'String', description: 'English name; absent where it has none' },
} as const satisfies Record<string, Field>;

const areaFields = {
  kind: { type: 'String', description: 'region, street or community' },
  code: { type: 'String', description: "The area's code" },
  ...names,
} as const satisfies Record<string, Field>;

const areaColumns = sql`area_version.area_version_id::float8 as id, area.kind, area.code,
  nullif(area.name, '') as name, nullif(area.name_en, '') as name_en`;

function areaJoin({ regionId }: ShapePage): Sql {
  return sql`join area on area.region_id = ${regionId} and area.area_id = area_version.area_id`;
}

export const areas: ShapeLayer = {
  id: 'areas',
  name: 'Areas',
  description: 'Regions, streets and communities in force now',
  minzoom: 0,
  maxzoom: 18,
  subject: 'boundaries',
  filters: ['kind'],
  kinds: Object.keys(areaKindMinzoom),
  sourceLayers: [
    {
      name: 'areas',
      description: 'Shapes; the feature id is the area version id',
      minzoom: 0,
      fields: areaFields,
      levelOf: outlineLevel,
      unit: 'metres',
      isThinned: false,
      kindMinzoom: areaKindMinzoom,
      rows: (page) => sql`
        select ${areaColumns}, st_asgeojson(area_outline.geom, 3, 0) as geometry
        from area_outline
        join area_version on area_version.region_id = ${page.regionId}
          and area_version.area_version_id = area_outline.area_version_id
        ${areaJoin(page)}
        where area_outline.region_id = ${page.regionId} and area_outline.level = ${page.level}::smallint
          and area_outline.area_version_id > ${page.after}::bigint and ${isInForce(sql`area_version`, page)}
        order by area_outline.area_version_id
        limit ${page.limit}`,
    },
    {
      name: 'area_labels',
      description: 'One point inside each area, with the same id and fields',
      minzoom: 0,
      fields: areaFields,
      levelOf: () => exactLevel,
      unit: 'degrees',
      isThinned: false,
      kindMinzoom: areaKindMinzoom,
      rows: (page) => sql`
        select ${areaColumns}, st_asgeojson(area_version.label_point, 7, 0) as geometry
        from area_version
        ${areaJoin(page)}
        where ${isInForce(sql`area_version`, page)} and area_version.area_version_id > ${page.after}::bigint
        order by area_version.area_version_id
        limit ${page.limit}`,
    },
  ],
};

const gridFields = {
  code: { type: 'String', description: "The grid's code" },
  kind: {
    type: 'String',
    description: 'base, or dedicated, which lies over base grids and takes precedence',
  },
  ...names,
  community: { type: 'String', description: "The code of the grid's community" },
} as const satisfies Record<string, Field>;

// The community is looked up for each grid that is found: as a join, a planner without statistics (the built-in engine
// gathers none by itself) pairs every outline with every area first.
function gridColumns({ regionId }: ShapePage): Sql {
  return sql`grid_version.grid_version_id::float8 as id, grid_version.code, grid_version.kind,
    nullif(grid_version.name, '') as name, nullif(grid_version.name_en, '') as name_en,
    (select area.code from area
      where area.region_id = ${regionId} and area.area_id = grid_version.community_area_id) as community`;
}

export const grids: ShapeLayer = {
  id: 'grids',
  name: 'Grids',
  description: 'Base and dedicated grids in force now',
  // a tile at zoom 8 can hold ten districts, 20,000 grids: over 1 MB of codes alone
  minzoom: 9,
  maxzoom: 18,
  subject: 'boundaries',
  filters: ['kind'],
  kinds: ['base', 'dedicated'],
  sourceLayers: [
    {
      name: 'grids',
      description: 'Shapes; the feature id is the grid version id',
      minzoom: 9,
      fields: gridFields,
      levelOf: outlineLevel,
      unit: 'metres',
      isThinned: false,
      kindMinzoom: {},
      rows: (page) => sql`
        select ${gridColumns(page)}, st_asgeojson(grid_outline.geom, 3, 0) as geometry
        from grid_outline
        join grid_version on grid_version.region_id = ${page.regionId}
          and grid_version.grid_version_id = grid_outline.grid_version_id
        where grid_outline.region_id = ${page.regionId} and grid_outline.level = ${page.level}::smallint
          and grid_outline.grid_version_id > ${page.after}::bigint and ${isInForce(sql`grid_version`, page)}
        order by grid_outline.grid_version_id
        limit ${page.limit}`,
    },
    {
      name: 'grid_labels',
      description: 'One point inside each grid, with the same id and fields',
      minzoom: 12,
      fields: gridFields,
      levelOf: () => exactLevel,
      unit: 'degrees',
      isThinned: false,
      kindMinzoom: {},
      rows: (page) => sql`
        select ${gridColumns(page)}, st_asgeojson(grid_version.label_point, 7, 0) as geometry
        from grid_version
        where ${isInForce(sql`grid_version`, page)} and grid_version.grid_version_id > ${page.after}::bigint
        order by grid_version.grid_version_id
        limit ${page.limit}`,
    },
  ],
};
