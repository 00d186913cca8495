// The version that a tile is asked for by and tagged with: what it shows of which regions, through which filter.
import { createHash } from 'node:crypto';
import { versionDigest } from '../regions/versions.ts';
import type { DirectoryEntry } from '../snapshot/directory.ts';
import { layersRevision } from './layers.ts';
import type { TileFilter } from './tileFilter.ts';
import type { TileLayer } from './tileLayer.ts';

export class TileVersions {
  /** By the one region or the list of them, which are other objects after each reading of the directory. */
  readonly #digests = new WeakMap<object, Map<string, string>>();

  /** Names the regions in scope, so callers with another scope never share a tile. */
  of(layer: TileLayer, regions: readonly DirectoryEntry[], filter: TileFilter): string {
    const version = `${layersRevision}-${this.#digest(layer.subject, regions)}`;
    if (filter.key === '') return version;
    return `${version}-${createHash('sha256').update(filter.key).digest('base64url').slice(0, 12)}`;
  }

  #digest(subject: TileLayer['subject'], regions: readonly DirectoryEntry[]): string {
    const owner = regions.length === 1 ? regions[0]! : regions;
    let digests = this.#digests.get(owner);
    if (!digests) {
      digests = new Map();
      this.#digests.set(owner, digests);
    }
    let digest = digests.get(subject);
    if (digest === undefined) {
      digest = versionDigest(subject, regions);
      digests.set(subject, digest);
    }
    return digest;
  }
}
