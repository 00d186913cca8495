import type { Scope } from '../access/scope.ts';
import type { Database } from '../database.ts';
import { regionVersions, versionDigest } from '../regions/versions.ts';
import type { Collection } from './collections/index.ts';
import { type CollectionExtent, findExtent } from './queries.ts';

/** An extent reads a whole table, so each is kept until one of its regions changes. */
export class ExtentCache {
  readonly #database: Database;
  /** By collection: the newest alone. */
  readonly #extents = new Map<string, { version: string; extent: CollectionExtent }>();

  constructor(database: Database) {
    this.#database = database;
  }

  async of(collection: Collection, scope: Scope): Promise<CollectionExtent> {
    const reader = this.#database.reader();
    const regions = await regionVersions(reader, scope);
    // names the regions, so a caller with another scope gets another extent
    const version = versionDigest('everything', regions);
    const kept = this.#extents.get(collection.id);
    if (kept?.version === version) return kept.extent;
    const extent = await findExtent(
      reader,
      collection,
      regions.map(({ regionId }) => regionId),
    );
    this.#extents.set(collection.id, { version, extent });
    return extent;
  }
}
