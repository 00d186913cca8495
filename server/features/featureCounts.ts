// `numberMatched`, exact and without counting the same rows twice.
import { LRUCache } from 'lru-cache';
import type { Queryable } from '../database.ts';
import type { RegionVersion } from '../regions/versions.ts';
import { versionDigest } from '../regions/versions.ts';
import type { Collection } from './collections/index.ts';
import type { SeenRegion } from './parameters.ts';
import { countChanged, countFeatures, type RegionRequest } from './queries.ts';

/** Counts of one region each; a few dozen bytes. */
const keptCounts = 10_000;

export class FeatureCounts {
  /** By what was asked and the versions of what it depends on, so nothing in it can be out of date. */
  readonly #counts = new LRUCache<string, Promise<number>>({ max: keptCounts });
  /** Whole tables in recorded time, as last seen: the next count reads only what changed since. */
  readonly #tables = new LRUCache<string, { seen: SeenRegion; count: number }>({ max: keptCounts });

  /** @param version of the region in `request`, read by `reader` together with what it says was seen */
  async of(
    reader: Queryable,
    collection: Collection,
    request: RegionRequest,
    version: RegionVersion,
  ): Promise<number> {
    const versions = collection.subjects.map((subject) => versionDigest(subject, [version]));
    const key = JSON.stringify([collection.id, versions, request.boxes, request.during]);
    const kept = this.#counts.get(key);
    if (kept) return kept;
    const counted = this.#count(reader, collection, request);
    this.#counts.set(key, counted);
    // a failure is this request's alone
    counted.catch(() => this.#counts.delete(key));
    return counted;
  }

  async #count(reader: Queryable, collection: Collection, request: RegionRequest): Promise<number> {
    const { recordedIn } = collection;
    if (!recordedIn || request.boxes || request.during) {
      return countFeatures(reader, collection, request);
    }
    const key = `${collection.id} ${request.region.regionId}`;
    const before = this.#tables.get(key);
    const isBehind = before && BigInt(before.seen.changeSequence) <= BigInt(request.region.changeSequence);
    const count = isBehind
      ? before.count + (await countChanged(reader, recordedIn, before.seen, request.region))
      : await countFeatures(reader, collection, request);
    this.#tables.set(key, { seen: request.region, count });
    return count;
  }
}
