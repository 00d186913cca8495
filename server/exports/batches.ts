// The features of an export, batch by batch, all as recorded at one moment.
import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import type { Database } from '../database.ts';
import { UserError } from '../errors.ts';
import type { Moment } from '../features/collections/collection.ts';
import type { Box } from '../features/parameters.ts';
import { limits } from '../limits.ts';
import type { ExportRow, Selection } from './exportRequest.ts';

/** What a region was when the export began. */
export interface ExportMoment {
  /** RFC 3339 */
  at: string;
  boundaryVersion: number;
  changeSequence: string;
  changedAt: string;
}

/** Something was written that the export would have shown in part: it is broken off, never mixed. */
export class ChangedMeanwhile extends UserError {
  constructor(collectionId: string) {
    super(`The ${collectionId} were changed while they were exported. Export them again`);
    this.name = 'ChangedMeanwhile';
  }
}

export async function beginExport(database: Database, regionId: number): Promise<ExportMoment> {
  const { rows } = await database.query<ExportMoment>(sql`
    select now() as at, s.boundary_version as "boundaryVersion", s.change_sequence as "changeSequence",
      coalesce(c.recorded_at, now()) as "changedAt"
    from region_state s
    left join change c on c.region_id = s.region_id and c.sequence = s.change_sequence
    where s.region_id = ${regionId}`);
  return rows[0]!;
}

/**
 * Batches of about the same size in characters, in the order of feature id. What keeps its history shows the moment,
 * whatever is written meanwhile; of what does not, a batch that was read after a change is noticed.
 *
 * @param signal ends it: the reader went away
 * @throws ChangedMeanwhile
 */
export async function* exportBatches(
  database: Database,
  selection: Selection,
  moment: ExportMoment,
  signal: AbortSignal,
): AsyncGenerator<ExportRow[]> {
  let after = '0';
  for (let count = FIRST_BATCH_ROWS, isFirst = true; ; isFirst = false) {
    signal.throwIfAborted();
    const rows = await readBatch(database, selection, moment, after, count);
    const isLast = rows.length < count;
    // one statement sees one moment: a single batch cannot be mixed
    if (!(isFirst && isLast) && !selection.collection.keepsHistory) {
      await requireUnchanged(database, selection, moment);
    }
    if (rows.length > 0) yield rows;
    if (isLast) return;
    after = rows.at(-1)!.id;
    const characters = rows.reduce((sum, row) => sum + (row.geometry?.length ?? 0) + 300, 0);
    const fitting = Math.floor((limits.exportBatchCharacters * rows.length) / characters);
    count = Math.max(1, Math.min(limits.batchRows, fitting, count * 4));
  }
}

const FIRST_BATCH_ROWS = 200;

async function readBatch(
  database: Database,
  { collection, region, boxes, during }: Selection,
  { at, ...seen }: ExportMoment,
  after: string,
  count: number,
): Promise<ExportRow[]> {
  const moment: Moment = { at: sql`${at}::timestamptz`, during, seen };
  const pairs = collection.properties.map((property) => sql`${raw(`'${property.name}'`)}, ${property.value}`);
  const { rows } = await database.query<ExportRow>(sql`
    select item.feature_id as id, st_asgeojson(item.geom, 7) as geometry,
      json_build_object(${join(pairs)}) as properties
    from (
      select * from (${collection.rows(moment)}) as found
      where region_id = ${region.regionId}::int and feature_id > ${after}::bigint ${isWithin(boxes)}
      order by feature_id
      limit ${count}::int
    ) as item
    ${collection.joins}
    order by item.feature_id`);
  return rows;
}

/** A feature without a place is part of every box. */
function isWithin(boxes: readonly Box[] | undefined): Sql {
  if (boxes === undefined) return empty;
  const touches = boxes.map(([west, south, east, north]) => {
    const box = sql`st_makeenvelope(${west}::float8, ${south}::float8, ${east}::float8, ${north}::float8, 4326)`;
    return sql`geom && ${box} and st_intersects(geom, ${box})`;
  });
  return sql`and (geom is null or ${join(touches, ' or ')})`;
}

/** Changes of points leave blocks, roads, water and workers as they are. */
async function requireUnchanged(
  database: Database,
  { collection, region }: Selection,
  { changeSequence }: ExportMoment,
): Promise<void> {
  const { rows } = await database.query(sql`
    select 1 from change
    where region_id = ${region.regionId} and sequence > ${changeSequence}::bigint
      and not (kind like 'household%' or kind like 'incident%')
      and not (kind = 'import' and detail ->> 'kind' in ('households', 'incidents'))
    limit 1`);
  if (rows.length > 0) throw new ChangedMeanwhile(collection.id);
}
