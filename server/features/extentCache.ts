import type { Queryable } from '../database.ts';
import { type RegionVersion, versionDigest } from '../regions/versions.ts';
import type { Collection } from './collections/index.ts';
import { type CollectionExtent, findExtent } from './queries.ts';

/** An extent reads a whole table, so each is kept until what its collection shows of the regions changes. */
export class ExtentCache {
  /** By collection: the newest alone. */
  readonly #extents = new Map<string, { version: string; extent: CollectionExtent }>();

  async of(
    reader: Queryable,
    collection: Collection,
    versions: readonly RegionVersion[],
  ): Promise<CollectionExtent> {
    // names the regions, so a caller with another scope gets another extent
    const version = collection.subjects.map((subject) => versionDigest(subject, versions)).join();
    const kept = this.#extents.get(collection.id);
    if (kept?.version === version) return kept.extent;
    const extent = await findExtent(
      reader,
      collection,
      versions.map(({ regionId }) => regionId),
    );
    this.#extents.set(collection.id, { version, extent });
    return extent;
  }
}
