// Households and incidents follow the boundaries: those in the closed old or new faces of changed grids are located
// again. SQL preselects by bounding box, core/locator decides.
import sql, { raw, type Sql } from 'sql-template-tag';
import type { Queryable } from '../database.ts';
import { limits } from '../limits.ts';
import type { GridFinder, PointGrids } from './boundaries.ts';
import type { FixedBox } from './geometry.ts';
import { inBatches } from './rows.ts';

export type PointSubject = 'household' | 'incident';
export const pointSubjects = ['household', 'incident'] as const;

/** A current row whose stored grids differ from what the new boundaries give. */
export interface Move extends PointGrids {
  id: string;
}

interface StoredPoint extends PointGrids {
  id: string;
  x: number;
  y: number;
}

const BOXES_PER_QUERY = 50;

/** Moves of the points in the boxes of changed faces, old and new. */
export async function findMoves(
  db: Queryable,
  subject: PointSubject,
  regionId: number,
  boxes: readonly FixedBox[],
  finder: GridFinder,
): Promise<Map<string, Move>> {
  const moves = new Map<string, Move>();
  for (const batch of inBatches(boxes, BOXES_PER_QUERY)) {
    const corner = (index: 0 | 1 | 2 | 3) => batch.map((box) => box[index]);
    const points = await readPoints(
      db,
      subject,
      regionId,
      sql`and exists (
        select 1 from unnest(${corner(0)}::int[], ${corner(1)}::int[], ${corner(2)}::int[], ${corner(3)}::int[])
          as box (west, south, east, north)
        where p.geom && st_makeenvelope(box.west / 1e7, box.south / 1e7, box.east / 1e7, box.north / 1e7, 4326))`,
    );
    for (const move of movesAmong(points, finder)) moves.set(move.id, move);
  }
  return moves;
}

/** Corrects moves found earlier by the rows that were written since the given change. */
export async function redoMovesSince(
  tx: Queryable,
  subject: PointSubject,
  regionId: number,
  changeSequence: string,
  finder: GridFinder,
  moves: Map<string, Move>,
): Promise<void> {
  const { table, key } = tables[subject];
  const { rows } = await tx.query<{ id: string }>(sql`
    select distinct p.${key} as id from ${table} p
    where p.region_id = ${regionId} and p.change_sequence > ${changeSequence}`);
  for (const row of rows) moves.delete(row.id);
  const points = await readPoints(tx, subject, regionId, sql`and p.change_sequence > ${changeSequence}`);
  for (const move of movesAmong(points, finder)) moves.set(move.id, move);
}

export async function applyMoves(
  tx: Queryable,
  subject: PointSubject,
  regionId: number,
  moves: Iterable<Move>,
  changeSequence: string,
): Promise<void> {
  const { table, key } = tables[subject];
  for (const batch of inBatches([...moves], limits.batchRows)) {
    await tx.query(sql`
      update ${table} p
      set base_grid_id = m.base, dedicated_grid_id = m.dedicated, change_sequence = ${changeSequence}
      from unnest(
        ${batch.map((move) => move.id)}::bigint[],
        ${batch.map((move) => move.base)}::bigint[],
        ${batch.map((move) => move.dedicated)}::bigint[]) as m (id, base, dedicated)
      where p.region_id = ${regionId} and p.${key} = m.id and p.valid_to = 'infinity'`);
  }
}

/** Ids of the points that are pinned to one of the grids. */
export async function findPins(
  db: Queryable,
  subject: PointSubject,
  regionId: number,
  gridIds: readonly string[],
): Promise<string[]> {
  if (gridIds.length === 0) return [];
  const { table, key } = tables[subject];
  const { rows } = await db.query<{ id: string }>(sql`
    select p.${key} as id from ${table} p
    where p.region_id = ${regionId} and p.valid_to = 'infinity' and p.pinned_grid_id = any(${gridIds}::bigint[])
    order by 1`);
  return rows.map((row) => row.id);
}

export async function dropPins(
  tx: Queryable,
  subject: PointSubject,
  regionId: number,
  ids: readonly string[],
  changeSequence: string,
): Promise<void> {
  if (ids.length === 0) return;
  const { table, key } = tables[subject];
  await tx.query(sql`
    update ${table} p
    set pinned_grid_id = null, pin_reason = null, change_sequence = ${changeSequence}
    where p.region_id = ${regionId} and p.valid_to = 'infinity' and p.${key} = any(${ids}::bigint[])`);
}

const tables = {
  household: { table: raw('household'), key: raw('household_id') },
  incident: { table: raw('incident'), key: raw('incident_id') },
};

async function readPoints(
  db: Queryable,
  subject: PointSubject,
  regionId: number,
  condition: Sql,
): Promise<StoredPoint[]> {
  const { table, key } = tables[subject];
  const { rows } = await db.query<StoredPoint>(sql`
    select p.${key} as id, round(st_x(p.geom) * 1e7)::int as x, round(st_y(p.geom) * 1e7)::int as y,
      p.base_grid_id as base, p.dedicated_grid_id as dedicated
    from ${table} p
    where p.region_id = ${regionId} and p.valid_to = 'infinity' ${condition}`);
  return rows;
}

function* movesAmong(points: readonly StoredPoint[], finder: GridFinder): Generator<Move> {
  for (const point of points) {
    const grids = finder.find(point.x, point.y);
    if (grids.base !== point.base || grids.dedicated !== point.dedicated) yield { id: point.id, ...grids };
  }
}
