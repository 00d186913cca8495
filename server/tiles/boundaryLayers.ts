// Areas and grids: identity only. Counts and workloads are joined to them in the browser by feature id.
import sql, { type Sql } from 'sql-template-tag';
import { bufferedEnvelope, degreeEnvelope } from './envelopes.ts';
import type { Field, TileLayer, TileRequest } from './tileLayer.ts';

/** Highest zooms that the simplified outlines are drawn at; above the last the exact one is. */
const outlineLevels = [8, 10, 12, 14] as const;
const exactLevel = 24;

function outlineLevel(z: number): number {
  return outlineLevels.find((level) => level >= z) ?? exactLevel;
}

/** A region is one shape; streets and communities would be specks further out. */
const areaKindMinzoom = { region: 0, street: 6, community: 8 } as const;

function areaKinds(z: number): string[] {
  return Object.entries(areaKindMinzoom)
    .filter(([, minzoom]) => z >= minzoom)
    .map(([kind]) => kind);
}

function inForce(version: Sql): Sql {
  return sql`${version}.valid_from <= now() and now() < ${version}.valid_to`;
}

function boundaryExtent(regionIds: readonly number[]): Sql {
  return sql`
    select st_extent(area_version.geom) as extent
    from area_version
    join area on area.region_id = area_version.region_id and area.area_id = area_version.area_id
    where area_version.region_id = any(${regionIds}::int[]) and area.region_id = any(${regionIds}::int[])
      and area.kind = 'region' and ${inForce(sql`area_version`)}`;
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

const areaColumns = sql`area_version.area_version_id as id, area.kind, area.code, nullif(area.name, '') as name,
  nullif(area.name_en, '') as name_en`;

const areaJoin = sql`join area on area.region_id = area_version.region_id and area.area_id = area_version.area_id`;

function areasInForce({ z, regionIds }: TileRequest): Sql {
  return sql`area_version.region_id = any(${regionIds}::int[]) and area.region_id = any(${regionIds}::int[])
    and area.kind = any(${areaKinds(z)}::text[]) and ${inForce(sql`area_version`)}`;
}

export const areas: TileLayer = {
  id: 'areas',
  name: 'Areas',
  description: 'Regions, streets and communities in force now',
  minzoom: 0,
  maxzoom: 18,
  subject: 'boundaries',
  extent: boundaryExtent,
  sourceLayers: [
    {
      name: 'areas',
      description: 'Shapes; the feature id is the area version id',
      minzoom: 0,
      fields: areaFields,
      rows: (tile) => sql`
        select ${areaColumns}, area_outline.geom
        from area_outline
        join area_version on area_version.region_id = area_outline.region_id
          and area_version.area_version_id = area_outline.area_version_id
        ${areaJoin}
        where area_outline.region_id = any(${tile.regionIds}::int[])
          and area_outline.level = ${outlineLevel(tile.z)}::smallint
          and area_outline.geom && ${bufferedEnvelope(tile)}
          and ${areasInForce(tile)}`,
    },
    {
      name: 'area_labels',
      description: 'One point inside each area, with the same id and fields',
      minzoom: 0,
      fields: areaFields,
      rows: (tile) => sql`
        select ${areaColumns}, st_transform(area_version.label_point, 3857) as geom
        from area_version
        ${areaJoin}
        where area_version.geom && ${degreeEnvelope(tile)} and area_version.label_point && ${degreeEnvelope(tile)}
          and ${areasInForce(tile)}`,
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
const gridColumns = sql`grid_version.grid_version_id as id, grid_version.code, grid_version.kind,
  nullif(grid_version.name, '') as name, nullif(grid_version.name_en, '') as name_en,
  (select area.code from area
    where area.region_id = grid_version.region_id and area.area_id = grid_version.community_area_id) as community`;

function gridsInForce({ regionIds }: TileRequest): Sql {
  return sql`grid_version.region_id = any(${regionIds}::int[]) and ${inForce(sql`grid_version`)}`;
}

export const grids: TileLayer = {
  id: 'grids',
  name: 'Grids',
  description: 'Base and dedicated grids in force now',
  // a tile at zoom 8 can hold ten districts, 20,000 grids: over 1 MB of codes alone
  minzoom: 9,
  maxzoom: 18,
  subject: 'boundaries',
  extent: boundaryExtent,
  sourceLayers: [
    {
      name: 'grids',
      description: 'Shapes; the feature id is the grid version id',
      minzoom: 9,
      fields: gridFields,
      rows: (tile) => sql`
        select ${gridColumns}, grid_outline.geom
        from grid_outline
        join grid_version on grid_version.region_id = grid_outline.region_id
          and grid_version.grid_version_id = grid_outline.grid_version_id
        where grid_outline.region_id = any(${tile.regionIds}::int[])
          and grid_outline.level = ${outlineLevel(tile.z)}::smallint
          and grid_outline.geom && ${bufferedEnvelope(tile)}
          and ${gridsInForce(tile)}`,
    },
    {
      name: 'grid_labels',
      description: 'One point inside each grid, with the same id and fields',
      minzoom: 12,
      fields: gridFields,
      rows: (tile) => sql`
        select ${gridColumns}, st_transform(grid_version.label_point, 3857) as geom
        from grid_version
        where grid_version.geom && ${degreeEnvelope(tile)} and grid_version.label_point && ${degreeEnvelope(tile)}
          and ${gridsInForce(tile)}`,
    },
  ],
};
