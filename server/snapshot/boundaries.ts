// The boundaries of one version, and the locator over them: built once a version, never changed.
import { setImmediate } from 'node:timers/promises';
import sql from 'sql-template-tag';
import { type FixedMultiPolygon, toDegrees } from '../../core/coordinates.ts';
import type { Coverage } from '../../core/coverage.ts';
import { buildLocator, type Locator } from '../../core/locator.ts';
import type { Queryable } from '../database.ts';
import { coveragesOf } from '../publication/boundaries.ts';
import { boxOf, fromGeoJson } from '../publication/geometry.ts';

/** What belongs to a grid's version row. */
export interface GridVersion {
  gridId: string;
  gridVersionId: string;
  code: string;
  kind: 'base' | 'dedicated';
  name: string;
  nameEn: string;
  communityAreaId: string;
  areaM2: number;
  /** Degrees, inside the grid. */
  labelPoint: [number, number];
  /** west, south, east, north in degrees */
  bbox: [number, number, number, number];
}

export interface Boundaries {
  regionId: number;
  version: number;
  locator: Locator;
  /** The base grids by face, then the dedicated grids by face. */
  grids: readonly GridVersion[];
  baseCount: number;
  indexOfGridId: ReadonlyMap<string, number>;
}

/**
 * Reads the version's rows. Several statements: whoever needs the version to be the one in force compares it afterwards.
 * Version 0, before the first publication, has no grids.
 *
 * Of a district of 2,000 grids the coverage and the locator take about 0.4 s each; between them requests are answered.
 */
export async function readBoundaries(db: Queryable, regionId: number, version: number): Promise<Boundaries> {
  const shapes = await readGrids(db, regionId, version);
  const { base, dedicated } = coveragesOf(shapes, []);
  await setImmediate();
  const locator = buildLocator(base, dedicated);
  const byCode = new Map(shapes.map(({ grid }) => [grid.code, grid]));
  const byFace = (coverage: Coverage) => coverage.codes.map((code) => byCode.get(code)!);
  const grids = [...byFace(base), ...byFace(dedicated)];
  return {
    regionId,
    version,
    locator,
    grids,
    baseCount: base.codes.length,
    indexOfGridId: new Map(grids.map((grid, index) => [grid.gridId, index])),
  };
}

/**
 * The boundaries of a later version in which grids have other names and nothing else differs: the locator is the same.
 * Undefined when there is more to it.
 */
export async function renamedBoundaries(
  db: Queryable,
  before: Boundaries,
  version: number,
): Promise<Boundaries | undefined> {
  const { regionId } = before;
  if (before.version === 0 || before.version > version) return undefined;
  const { rows: others } = await db.query(sql`
    select 1 from publication
    where region_id = ${regionId} and version > ${before.version} and version <= ${version} and kind <> 'attributes'
    limit 1`);
  if (others.length > 0) return undefined;
  const { rows } = await db.query<Pick<GridVersion, 'gridId' | 'gridVersionId' | 'name' | 'nameEn'>>(sql`
    select grid_id as "gridId", grid_version_id as "gridVersionId", name, name_en as "nameEn"
    from grid_version
    where region_id = ${regionId} and from_version > ${before.version} and from_version <= ${version}
      and (to_version is null or to_version > ${version})`);
  const renamed = new Map(rows.map((row) => [row.gridId, row]));
  return {
    ...before,
    version,
    grids: before.grids.map((grid) => ({ ...grid, ...renamed.get(grid.gridId) })),
  };
}

interface GridShape {
  code: string;
  kind: GridVersion['kind'];
  polygons: FixedMultiPolygon;
  grid: GridVersion;
}

/** The built-in engine, which serves nobody else meanwhile, takes about 0.7 ms a grid. */
const GRIDS_PER_QUERY = 100;

async function readGrids(db: Queryable, regionId: number, version: number): Promise<GridShape[]> {
  const shapes: GridShape[] = [];
  for (let after = ''; ; after = shapes.at(-1)!.code) {
    const rows = await readGridRows(db, regionId, version, after);
    shapes.push(...rows.map(shapeOf));
    if (rows.length < GRIDS_PER_QUERY) return shapes;
  }
}

interface GridRow extends Omit<GridVersion, 'labelPoint' | 'bbox'> {
  lon: number;
  lat: number;
  geom: string;
}

async function readGridRows(
  db: Queryable,
  regionId: number,
  version: number,
  after: string,
): Promise<GridRow[]> {
  const { rows } = await db.query<GridRow>(sql`
    select g.grid_id as "gridId", g.grid_version_id as "gridVersionId", g.code, g.kind, g.name,
      g.name_en as "nameEn", g.community_area_id as "communityAreaId", g.area_m2 as "areaM2",
      st_x(g.label_point) as lon, st_y(g.label_point) as lat, st_asgeojson(g.geom, 7) as geom
    from grid_version g
    where g.region_id = ${regionId} and g.from_version <= ${version}
      and (g.to_version is null or g.to_version > ${version}) and g.code > ${after} collate "C"
    order by g.code
    limit ${GRIDS_PER_QUERY}`);
  return rows;
}

function shapeOf({ geom, lon, lat, ...row }: GridRow): GridShape {
  const polygons = fromGeoJson(geom);
  const [west, south, east, north] = boxOf(polygons);
  const bbox: GridVersion['bbox'] = [toDegrees(west), toDegrees(south), toDegrees(east), toDegrees(north)];
  return { code: row.code, kind: row.kind, polygons, grid: { ...row, labelPoint: [lon, lat], bbox } };
}
