// The features of an export, batch by batch, all as recorded at one moment.
import sql from 'sql-template-tag';
import type { Database } from '../database.ts';
import { UserError } from '../errors.ts';
import { type FeatureRow, findBatch } from '../features/queries.ts';
import { limits } from '../limits.ts';
import type { Selection } from './exportRequest.ts';

/** Something was written that the export would have shown in part: it is broken off, never mixed. */
export class ChangedMeanwhile extends UserError {
  constructor(collectionId: string) {
    super(`The ${collectionId} were changed while they were exported. Export them again`);
    this.name = 'ChangedMeanwhile';
  }
}

/**
 * Batches of about the same size in characters, in the order of feature id. What keeps its history shows the moment,
 * whatever is written meanwhile; of what does not keep it, a batch that was read after a change is noticed.
 *
 * @param signal ends it: the reader went away
 * @throws ChangedMeanwhile
 */
export async function* exportBatches(
  database: Database,
  selection: Selection,
  signal: AbortSignal,
): AsyncGenerator<FeatureRow[]> {
  const { collection, region, boxes, during } = selection;
  let after: string | undefined;
  for (let count = FIRST_BATCH_ROWS, isFirst = true; ; isFirst = false) {
    signal.throwIfAborted();
    const rows = await findBatch(
      database,
      collection,
      { region, at: region.readAt, boxes, during, after },
      count,
    );
    const isLast = rows.length < count;
    // one statement sees one moment: a single batch cannot be mixed
    if (!(isFirst && isLast) && !collection.keepsHistory) {
      await requireUnchanged(database, selection);
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

/** Only imports change the basemap; what workers work is changed by anything but households and incidents. */
async function requireUnchanged(database: Database, { collection, region }: Selection): Promise<void> {
  const touches = collection.subjects.includes('context')
    ? sql`kind = 'import' and detail ->> 'kind' = ${collection.id}`
    : sql`not (kind like 'household%' or kind like 'incident%')
        and not (kind = 'import' and detail ->> 'kind' in ('households', 'incidents'))`;
  const { rows } = await database.query(sql`
    select 1 from change
    where region_id = ${region.regionId} and sequence > ${region.changeSequence}::bigint and ${touches}
    limit 1`);
  if (rows.length > 0) throw new ChangedMeanwhile(collection.id);
}
