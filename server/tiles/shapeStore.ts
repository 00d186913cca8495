// Sets of shapes in memory, each read once a version of what it shows: boundaries change by publication, the basemap by import.
import { setImmediate } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Database } from '../database.ts';
import { type SubjectFacts, subjectFacts } from '../regions/versions.ts';
import type { DirectoryEntry } from '../snapshot/directory.ts';
import { singleFlight } from '../snapshot/singleFlight.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';
import { bytesOf, type ShapeRow, type ShapeSet, ShapeSetBuilder } from './shapeSet.ts';
import type { ShapeLayer, ShapeSource } from './tileLayer.ts';

/** All sets of a district of 2,000 grids and 8,000 blocks take about 26 MB. */
const maximumBytes = 400_000_000;
/** The built-in engine, which serves nobody else meanwhile, takes under 100 ms for them. */
const rowsPerQuery = 200;

interface HeldSet {
  facts: readonly number[];
  set: ShapeSet;
}

export class ShapeStore {
  readonly #database: Database;
  readonly #snapshots: Snapshots;
  readonly #sets = new LRUCache<string, HeldSet>({
    maxSize: maximumBytes,
    sizeCalculation: ({ set }) => Math.min(bytesOf(set) + 1000, maximumBytes),
  });
  readonly #reading = new Map<string, Promise<HeldSet>>();

  constructor(database: Database, snapshots: Snapshots) {
    this.#database = database;
    this.#snapshots = snapshots;
  }

  /** What the layer shows of the region at a zoom; at least as new as the directory's entry. */
  async setOf(layer: ShapeLayer, source: ShapeSource, entry: DirectoryEntry, z: number): Promise<ShapeSet> {
    const level = source.levelOf(z);
    const key = `${entry.regionId}/${source.name}/${level}`;
    const wanted = factsOf(layer, entry);
    let held = this.#sets.get(key);
    const isOlder = ({ facts }: HeldSet) => facts.some((fact, at) => fact < wanted[at]!);
    // a reading that another began may be older than the entry; one behind it is not, unless the database itself went back
    for (let read = 0; !held || (read < 2 && isOlder(held)); read += 1) {
      held = await singleFlight(this.#reading, key, async () => {
        const read = await this.#read(layer, source, entry, level);
        this.#sets.set(key, read);
        return read;
      });
    }
    return held.set;
  }

  /** Several statements; what was read belongs together if nothing has changed meanwhile. */
  async #read(
    layer: ShapeLayer,
    source: ShapeSource,
    { regionId }: DirectoryEntry,
    level: number,
  ): Promise<HeldSet> {
    for (;;) {
      const before = await this.#snapshots.newestEntry(regionId);
      const set = await this.#readPages(source, before, level);
      const after = await this.#snapshots.newestEntry(regionId);
      const facts = factsOf(layer, before);
      if (factsOf(layer, after).every((fact, at) => fact === facts[at])) return { facts, set };
    }
  }

  async #readPages(
    source: ShapeSource,
    { regionId, versionInForce }: DirectoryEntry,
    level: number,
  ): Promise<ShapeSet> {
    const builder = new ShapeSetBuilder(source);
    for (let after = 0; ; ) {
      const page = { regionId, versionInForce, level, after, limit: rowsPerQuery };
      const { rows } = await this.#database.query<ShapeRow>(source.rows(page));
      for (const row of rows) builder.add(row);
      if (rows.length < rowsPerQuery) break;
      after = rows.at(-1)!.id;
      await setImmediate();
    }
    return builder.finish();
  }
}

/** They only ever grow. */
function factsOf({ subject }: ShapeLayer, entry: SubjectFacts): number[] {
  return subjectFacts[subject].map((fact) => Number(entry[fact]));
}
