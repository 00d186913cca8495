// The regions that a process holds in memory, each no older than a second, and its own writes always.
import { setTimeout } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import sql from 'sql-template-tag';
import { isInScope, type Scope } from '../access/scope.ts';
import type { Database, Queryable } from '../database.ts';
import { notFound } from '../errors.ts';
import { readBoundaries } from './boundaries.ts';
import { describeGrids } from './details.ts';
import { Directory, type DirectoryEntry, readDirectory } from './directory.ts';
import {
  bytesOf,
  isUpToDate,
  type RegionBoundaries,
  type RegionSnapshot,
  readRegionBoundaries,
  readSnapshot,
} from './regionSnapshot.ts';
import { singleFlight } from './singleFlight.ts';

/** What another server wrote is seen within this time. */
const maximumAgeMs = 1_000;
/** Older than this, the directory is read again in the background, so that nobody waits for it while there is traffic. */
const renewalAgeMs = 250;
/** A district of 2,000 grids and 600,000 points takes about 80 MB. */
const maximumBytes = 1_500_000_000;
/** A region whose points are read anew, after a large import of another process, is drawn as it was meanwhile. */
const patienceMs = 300;
/**
 * The first reading may have begun before the entry was read, and have been of a standby; the last is newer than any entry,
 * unless the database went back: a failover that lost commits, a clock set back. Then what it shows now is the truth.
 */
const mostReadings = 3;
const maximumPastVersions = 20;
const maximumWithoutPoints = 50;

/** Boundaries that were in force at an instant, without points. The workers of its grids are those of now. */
export type PastSnapshot = Pick<RegionSnapshot, 'boundaries' | 'grids' | 'details'>;

export class Snapshots {
  readonly #database: Database;
  #directory = new Directory([]);
  /** When the directory was asked for, and the newest own write: by `performance.now()`. */
  #readAt = -Infinity;
  #writtenAt = -Infinity;
  #reading: Promise<void> | undefined;
  readonly #writeListeners = new Set<() => void>();

  readonly #regions = new LRUCache<number, RegionSnapshot>({
    maxSize: maximumBytes,
    sizeCalculation: (snapshot) => Math.min(Math.max(1, bytesOf(snapshot)), maximumBytes),
  });
  readonly #updating = new Map<number, Promise<RegionSnapshot>>();
  /** Boundaries of regions whose points nobody has asked for: lookups need no more. */
  readonly #withoutPoints = new LRUCache<number, RegionBoundaries>({ max: maximumWithoutPoints });
  readonly #readingBoundaries = new Map<number, Promise<RegionBoundaries>>();
  /** An entry that the snapshot is as new as. */
  readonly #satisfied = new WeakMap<RegionSnapshot, DirectoryEntry>();
  readonly #past = new LRUCache<string, PastSnapshot>({ max: maximumPastVersions });
  readonly #readingPast = new Map<string, Promise<PastSnapshot>>();

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * The regions in scope, in order of code; no older than a second, and newer than the last `invalidate`.
   *
   * @throws DatabaseUnavailable when that cannot be had
   */
  async regions(scope: Scope): Promise<readonly DirectoryEntry[]> {
    const { entries } = await this.#freshDirectory();
    return scope.regionIds === 'all' ? entries : entries.filter((entry) => isInScope(scope, entry.regionId));
  }

  /** @throws ProblemError 404 when there is no such region in scope */
  async entry(code: string, scope: Scope): Promise<DirectoryEntry> {
    const entry = (await this.#freshDirectory()).byCode.get(code);
    if (!entry || !isInScope(scope, entry.regionId)) throw notFound('region', code);
    return entry;
  }

  /** The directory's entry of a region, read now. @throws Error when the region is gone */
  async newestEntry(regionId: number): Promise<DirectoryEntry> {
    const asked = performance.now();
    while (this.#readAt < asked) await this.#readDirectory();
    const entry = this.#directory.entries.find((candidate) => candidate.regionId === regionId);
    if (!entry) throw new Error(`region ${regionId} is gone`);
    return entry;
  }

  /**
   * The region as it is now: all that was written a second ago, by whomever, and all that this process wrote and called
   * `invalidate` for.
   *
   * @throws ProblemError 404 when there is no such region in scope
   */
  async region(code: string, scope: Scope): Promise<RegionSnapshot> {
    return this.regionOf(await this.entry(code, scope));
  }

  /** The region of a directory entry, at least as new as the entry. */
  async regionOf(entry: DirectoryEntry): Promise<RegionSnapshot> {
    let snapshot = this.#regions.get(entry.regionId);
    // the bulk may come from a standby; what it lacks, a new region even, then comes from the primary
    const reader = this.#database.reader();
    if (!snapshot && reader.asOf !== undefined) {
      snapshot = await this.#update(entry.regionId, reader).catch(() => undefined);
    }
    for (let read = 0; !snapshot || (read < mostReadings && !isUpToDate(snapshot, entry)); read += 1) {
      snapshot = await this.#update(entry.regionId, this.#database);
    }
    this.#satisfied.set(snapshot, entry);
    return snapshot;
  }

  /** The boundaries in force, at least as new as the entry; the points of a region are not read for them. */
  async boundariesOf(entry: DirectoryEntry): Promise<PastSnapshot> {
    const { regionId } = entry;
    if (this.#regions.has(regionId) || this.#updating.has(regionId)) return this.regionOf(entry);
    let known = this.#withoutPoints.get(regionId);
    for (let read = 0; !known || (read < mostReadings && !isUpToDate(known, entry)); read += 1) {
      known = await singleFlight(this.#readingBoundaries, regionId, async () => {
        const before = this.#withoutPoints.peek(regionId);
        const read = await readRegionBoundaries(this.#database, regionId, before);
        this.#withoutPoints.set(regionId, read);
        return read;
      });
    }
    return known;
  }

  /**
   * For pictures, which rather show the region as it was than nothing: the given entries, but an earlier one for a region
   * that another process has changed so much that it takes longer than a moment to read. Own writes are always in it.
   * `regionOf` answers at once for what is returned.
   */
  async drawable(entries: readonly DirectoryEntry[]): Promise<readonly DirectoryEntry[]> {
    const isReady = (entry: DirectoryEntry) => {
      const snapshot = this.#regions.get(entry.regionId);
      if (!snapshot || !isUpToDate(snapshot, entry)) return false;
      this.#satisfied.set(snapshot, entry);
      return true;
    };
    if (entries.every(isReady)) return entries;
    return Promise.all(entries.map((entry) => this.#drawable(entry)));
  }

  /** The boundaries in force at an instant (RFC 3339), or undefined when there were none. */
  async at(entry: DirectoryEntry, at: string): Promise<PastSnapshot | undefined> {
    const { rows } = await this.#database.query<{ version: number }>(sql`
      select version
      from publication
      where region_id = ${entry.regionId} and effective_from <= ${at}
      order by version desc
      limit 1`);
    const version = rows[0]?.version;
    return version === undefined ? undefined : this.version(entry, version);
  }

  /** The boundaries of a version that there is. */
  async version(entry: DirectoryEntry, version: number): Promise<PastSnapshot> {
    const current = await this.regionOf(entry);
    return version === current.boundaries.version ? current : this.#pastOf(current, version);
  }

  /** To be called after a commit of this process, before it replies: later reads show what it wrote. */
  invalidate(): void {
    this.#writtenAt = performance.now();
    for (const listener of this.#writeListeners) listener();
  }

  /** Calls the listener after each commit of this process. @returns what ends that */
  onWrite(listener: () => void): () => void {
    this.#writeListeners.add(listener);
    return () => this.#writeListeners.delete(listener);
  }

  /** The regions in memory, for the metrics. */
  held(): { code: string; bytes: number; boundaryVersion: number; changeSequence: number }[] {
    return [...this.#regions.values()].map((snapshot) => ({
      code: snapshot.code,
      bytes: bytesOf(snapshot),
      boundaryVersion: snapshot.boundaryVersion,
      changeSequence: snapshot.changeSequence,
    }));
  }

  /** Undefined before the first request that needs it. */
  directoryAgeSeconds(): number | undefined {
    return this.#readAt === -Infinity ? undefined : (performance.now() - this.#readAt) / 1000;
  }

  /** Lets what is being read come to its end, so that the database can be closed. */
  async close(): Promise<void> {
    await Promise.allSettled([
      this.#reading,
      ...this.#updating.values(),
      ...this.#readingPast.values(),
      ...this.#readingBoundaries.values(),
    ]);
    this.#regions.clear();
    this.#past.clear();
    this.#withoutPoints.clear();
  }

  async #freshDirectory(): Promise<Directory> {
    const oldest = performance.now() - maximumAgeMs;
    while (this.#readAt < oldest || this.#readAt < this.#writtenAt) await this.#readDirectory();
    if (performance.now() - this.#readAt > renewalAgeMs) {
      // if it fails, the one who finds the directory too old reads again, and is told
      this.#readDirectory().catch(() => {});
    }
    return this.#directory;
  }

  async #drawable(entry: DirectoryEntry): Promise<DirectoryEntry> {
    const held = this.#regions.get(entry.regionId);
    const earlier = held && this.#satisfied.get(held);
    const current = this.regionOf(entry).then(() => entry);
    if (!earlier || earlier.askedAt < this.#writtenAt) return current;
    const late = setTimeout(patienceMs, earlier, { ref: false });
    // a reading that fails is told to whoever needs the region as it is
    return Promise.race([current.catch(() => earlier), late]);
  }

  #readDirectory(): Promise<void> {
    const read = async () => {
      const askedAt = performance.now();
      this.#directory = await readDirectory(this.#database, this.#directory, askedAt);
      this.#readAt = askedAt;
    };
    this.#reading ??= read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  #update(regionId: number, db: Queryable): Promise<RegionSnapshot> {
    return singleFlight(this.#updating, regionId, async () => {
      const snapshot = await readSnapshot(db, regionId, this.#regions.peek(regionId));
      this.#regions.set(regionId, snapshot);
      this.#withoutPoints.delete(regionId);
      return snapshot;
    });
  }

  /** Boundaries of a past version never change; the names of its areas are those of now. */
  async #pastOf(current: RegionSnapshot, version: number): Promise<PastSnapshot> {
    const key = `${current.regionId}/${version}`;
    const past = this.#past.get(key) ?? (await this.#readPast(key, current, version));
    if (past.details === current.details) return past;
    const { boundaries } = past;
    const renamed = {
      boundaries,
      details: current.details,
      grids: describeGrids(boundaries, current.details),
    };
    this.#past.set(key, renamed);
    return renamed;
  }

  #readPast(key: string, { regionId, details }: RegionSnapshot, version: number): Promise<PastSnapshot> {
    return singleFlight(this.#readingPast, key, async () => {
      const boundaries = await readBoundaries(this.#database, regionId, version);
      const past = { boundaries, details, grids: describeGrids(boundaries, details) };
      this.#past.set(key, past);
      return past;
    });
  }
}
