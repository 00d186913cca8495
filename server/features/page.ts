// A page of features, read in batches: the next one only when the client has taken the one before, each by a statement of its
// own, so that ten thousand grids take the memory of a few and hold no connection while a slow client reads.
import type { Queryable } from '../database.ts';
import type { RegionVersion } from '../regions/versions.ts';
import type { Collection } from './collections/index.ts';
import type { FeatureCounts } from './featureCounts.ts';
import type { Box, Cursor, SeenRegion, TimeSpan } from './parameters.ts';
import { countFeatures, type FeatureRow, findBatch } from './queries.ts';

export interface PageRequest {
  limit: number;
  boxes: readonly Box[] | undefined;
  during: TimeSpan | undefined;
  cursor: Cursor | undefined;
}

/** What is known when a page has been read. */
export interface PageEnd {
  /** Features in all pages of the walk. */
  matched: number;
  /** Features in this page. */
  returned: number;
  /** Undefined on the last page. */
  next: Cursor | undefined;
}

/** Batches grow and shrink to about this many characters of geometry: some milliseconds of the database's time. */
const batchCharacters = 1_000_000;
const firstBatchRows = 100;
const mostBatchRows = 2_000;

/**
 * The features in the order of region and feature id, a batch at a time. All pages of a walk show the data as recorded when
 * the first was read, so a feature comes neither twice nor not at all, whatever is written meanwhile, and only the first page
 * counts. Where nothing of the past is kept, each page counts what is left.
 *
 * @param versions of all regions in scope, read before anything else
 */
export async function* readPage(
  reader: Queryable,
  counts: FeatureCounts,
  collection: Collection,
  versions: readonly RegionVersion[],
  request: PageRequest,
): AsyncGenerator<FeatureRow[], PageEnd> {
  const { limit, boxes, during, cursor } = request;
  const regions = seenRegions(versions, cursor);
  const at = cursor?.at ?? versions[0]?.readAt ?? '';
  const walked = cursor?.walked ?? 0;
  const ask = (region: SeenRegion, after: string | undefined) => ({ region, at, boxes, during, after });
  const matched = await countMatches();

  let returned = 0;
  let batchRows = firstBatchRows;
  for (const [index, region] of regions.entries()) {
    // only the first region is one that a page before has begun
    let after = index === 0 ? cursor?.featureId : undefined;
    for (;;) {
      // one more than fits tells whether there is a next page
      const wanted = Math.min(batchRows, limit - returned + 1);
      const rows = await findBatch(reader, collection, ask(region, after), wanted);
      const batch = rows.slice(0, limit - returned);
      if (batch.length > 0) yield batch;
      returned += batch.length;
      after = batch.at(-1)?.id ?? after;
      if (rows.length > batch.length) {
        const place = { featureId: after ?? '0', regions: regions.slice(index) };
        return { matched, returned, next: { at, matched, walked: walked + returned, ...place } };
      }
      if (rows.length < wanted) break;
      batchRows = nextBatchRows(batch);
    }
  }
  return { matched: collection.keepsHistory ? matched : walked + returned, returned, next: undefined };

  async function countMatches(): Promise<number> {
    if (cursor && collection.keepsHistory) return cursor.matched;
    let sum = walked;
    for (const [index, region] of regions.entries()) {
      const version = versions.find(({ regionId }) => regionId === region.regionId)!;
      const isBegun = cursor !== undefined && index === 0;
      sum += isBegun
        ? await countFeatures(reader, collection, ask(region, cursor.featureId))
        : await counts.of(reader, collection, ask(region, undefined), version);
    }
    return sum;
  }
}

/** A cursor says which regions are left and what was seen of them; it opens no region that is not in scope. */
function seenRegions(versions: readonly RegionVersion[], cursor: Cursor | undefined): readonly SeenRegion[] {
  if (cursor === undefined) return versions;
  const inScope = new Set(versions.map(({ regionId }) => regionId));
  return cursor.regions.filter(({ regionId }) => inScope.has(regionId));
}

function nextBatchRows(batch: readonly FeatureRow[]): number {
  const characters = batch.reduce((sum, { geometry }) => sum + (geometry?.length ?? 0), 0);
  const fitting = Math.floor((batchCharacters * batch.length) / Math.max(1, characters));
  return Math.max(1, Math.min(mostBatchRows, fitting));
}
