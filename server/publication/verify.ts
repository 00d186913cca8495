// Computes afresh what is stored of a region: the coverage, the derived shapes, every assignment.
import sql, { raw } from 'sql-template-tag';
import { type FixedMultiPolygon, toDegrees } from '../../core/coordinates.ts';
import { type Coverage, type Defect, facePolygons } from '../../core/coverage.ts';
import type { Database, Queryable } from '../database.ts';
import { areaShapes, readAreasInForce } from './areaShapes.ts';
import { type Boundaries, coveragesOf, finderOf, type GridFinder, readBoundaries } from './boundaries.ts';
import { keepCheck } from './coverageCheck.ts';
import { leavesItsCommunity } from './dedicatedGrids.ts';
import { canonical, sameShape } from './geometry.ts';
import { type PointSubject, pointSubjects } from './relocation.ts';

/** Something stored that differs from what a fresh computation gives. */
export interface Discrepancy {
  subject: 'coverage' | 'grid' | 'area' | PointSubject;
  /** Code of a grid or an area, id of a point. */
  id: string;
  message: string;
}

export interface Verification {
  version: number;
  grids: number;
  areas: number;
  points: Record<PointSubject, number>;
  /** How many there are, listed or not. */
  total: number;
  discrepancies: Discrepancy[];
}

const LISTED = 1000;

/** Also keeps the coverage's defects for `/defects`. */
export async function verifyRegion(
  database: Database,
  region: { regionId: number; code: string },
): Promise<Verification> {
  const boundaries = await readBoundaries(database, region.regionId);
  const { base, dedicated, defects } = coveragesOf(boundaries.grids, boundaries.enclaves);
  await keepCheck(database, region.regionId, 'published', null, defects);
  const verification: Verification = {
    version: boundaries.version,
    grids: boundaries.grids.length,
    areas: 0,
    points: { household: 0, incident: 0 },
    total: 0,
    discrepancies: [],
  };
  const report = (discrepancy: Discrepancy) => {
    verification.total += 1;
    if (verification.discrepancies.length < LISTED) verification.discrepancies.push(discrepancy);
  };
  for (const defect of defects) report(coverageDiscrepancy(defect));
  for (const discrepancy of gridDiscrepancies(boundaries, base, dedicated)) report(discrepancy);
  const areas = await readAreasInForce(database, region.regionId);
  verification.areas = areas.length;
  const members = new Map(boundaries.grids.map((grid) => [grid.code, grid]));
  const shapes = areaShapes(base, members, region.code);
  for (const discrepancy of areaDiscrepancies(areas, shapes)) report(discrepancy);
  const idOfCode = new Map(boundaries.grids.map((grid) => [grid.code, grid.gridId]));
  const finder = finderOf(boundaries.version, base, dedicated, idOfCode);
  for (const subject of pointSubjects) {
    verification.points[subject] = await verifyPoints(database, subject, boundaries, finder, report);
  }
  return verification;
}

function coverageDiscrepancy(defect: Defect): Discrepancy {
  return {
    subject: 'coverage',
    id: defect.grids.join(', '),
    message: `${defect.kind} at ${toDegrees(defect.x)},${toDegrees(defect.y)}: ${defect.message}`,
  };
}

function* gridDiscrepancies(
  { grids }: Boundaries,
  base: Coverage,
  dedicated: Coverage,
): Generator<Discrepancy> {
  const faceShapes = new Map<string, FixedMultiPolygon>();
  for (const coverage of [base, dedicated]) {
    coverage.codes.forEach((code, face) => {
      faceShapes.set(code, canonical(facePolygons(coverage, face)));
    });
  }
  const communityOfCode = new Map(grids.map((grid) => [grid.code, grid.community]));
  const communityOfFace = base.codes.map((code) => communityOfCode.get(code)!);
  for (const grid of grids) {
    const shape = faceShapes.get(grid.code);
    if (!shape || !sameShape(shape, canonical(grid.polygons))) {
      yield {
        subject: 'grid',
        id: grid.code,
        message: 'the stored shape has other vertices than the coverage',
      };
    }
    if (grid.kind === 'base') continue;
    if (leavesItsCommunity(grid.polygons, grid.community, base, communityOfFace)) {
      yield {
        subject: 'grid',
        id: grid.code,
        message: `the dedicated grid reaches outside ${grid.community}`,
      };
    }
  }
}

function* areaDiscrepancies(
  stored: readonly { code: string; polygons: FixedMultiPolygon }[],
  shapes: ReadonlyMap<string, FixedMultiPolygon>,
): Generator<Discrepancy> {
  const storedCodes = new Set(stored.map((area) => area.code));
  for (const { code, polygons } of stored) {
    const shape = shapes.get(code);
    if (!shape) {
      yield { subject: 'area', id: code, message: 'has a shape, and no grids' };
    } else if (!sameShape(shape, canonical(polygons))) {
      yield { subject: 'area', id: code, message: 'the stored shape is not the dissolve of its grids' };
    }
  }
  for (const code of shapes.keys()) {
    if (!storedCodes.has(code)) yield { subject: 'area', id: code, message: 'has grids, and no shape' };
  }
}

const POINTS_PER_QUERY = 20_000;

interface StoredPoint {
  id: string;
  x: number;
  y: number;
  base: string | null;
  dedicated: string | null;
  pinned: string | null;
}

/** @returns how many points there are */
async function verifyPoints(
  db: Queryable,
  subject: PointSubject,
  { regionId, grids }: Boundaries,
  finder: GridFinder,
  report: (discrepancy: Discrepancy) => void,
): Promise<number> {
  const codeOfId = new Map(grids.map((grid) => [grid.gridId, grid.code]));
  const named = (gridId: string | null) =>
    gridId === null ? 'no grid' : (codeOfId.get(gridId) ?? `grid ${gridId}`);
  let count = 0;
  for (let after = '0'; ; ) {
    const points = await readPoints(db, subject, regionId, after);
    for (const { id, x, y, ...stored } of points) {
      const fresh = finder.find(x, y);
      if (stored.base !== fresh.base) {
        report({
          subject,
          id,
          message: `base grid is ${named(fresh.base)}, stored is ${named(stored.base)}`,
        });
      }
      if (stored.dedicated !== fresh.dedicated) {
        const message = `dedicated grid is ${named(fresh.dedicated)}, stored is ${named(stored.dedicated)}`;
        report({ subject, id, message });
      }
      if (stored.pinned !== null && !codeOfId.has(stored.pinned)) {
        report({ subject, id, message: `is pinned to grid ${stored.pinned}, which is not in force` });
      }
    }
    count += points.length;
    if (points.length < POINTS_PER_QUERY) return count;
    after = points.at(-1)!.id;
  }
}

const tables = {
  household: { table: raw('household'), key: raw('household_id') },
  incident: { table: raw('incident'), key: raw('incident_id') },
};

async function readPoints(
  db: Queryable,
  subject: PointSubject,
  regionId: number,
  after: string,
): Promise<StoredPoint[]> {
  const { table, key } = tables[subject];
  const { rows } = await db.query<StoredPoint>(sql`
    select p.${key} as id, round(st_x(p.geom) * 1e7)::int as x, round(st_y(p.geom) * 1e7)::int as y,
      p.base_grid_id as base, p.dedicated_grid_id as dedicated, p.pinned_grid_id as pinned
    from ${table} p
    where p.region_id = ${regionId} and p.valid_to = 'infinity' and p.${key} > ${after}
    order by p.${key}
    limit ${POINTS_PER_QUERY}`);
  return rows;
}
