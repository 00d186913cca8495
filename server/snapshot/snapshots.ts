// The regions that a process holds in memory, each no older than a second, and its own writes always.
import { LRUCache } from 'lru-cache';
import sql from 'sql-template-tag';
import { isInScope, type Scope } from '../access/scope.ts';
import type { Database } from '../database.ts';
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

/** What another server wrote is seen within this time. */
const maximumAgeMs = 1_000;
/** Older than this, the directory is read again in the background, so that nobody waits for it while there is traffic. */
const renewalAgeMs = 250;
/** A district of 2,000 grids and 600,000 points takes about 80 MB. */
const maximumBytes = 1_500_000_000;
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

  readonly #regions = new LRUCache<number, RegionSnapshot>({
    maxSize: maximumBytes,
    sizeCalculation: (snapshot) => Math.min(Math.max(1, bytesOf(snapshot)), maximumBytes),
  });
  readonly #updating = new Map<number, Promise<RegionSnapshot>>();
  /** Boundaries of regions whose points nobody has asked for: lookups need no more. */
  readonly #withoutPoints = new LRUCache<number, RegionBoundaries>({ max: maximumWithoutPoints });
  readonly #readingBoundaries = new Map<number, Promise<RegionBoundaries>>();
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
    while (!snapshot || !isUpToDate(snapshot, entry)) snapshot = await this.#update(entry.regionId);
    return snapshot;
  }

  /** The boundaries in force, at least as new as the entry; the points of a region are not read for them. */
  async boundariesOf(entry: DirectoryEntry): Promise<PastSnapshot> {
    const { regionId } = entry;
    if (this.#regions.has(regionId) || this.#updating.has(regionId)) return this.regionOf(entry);
    let known = this.#withoutPoints.get(regionId);
    while (!known || !isUpToDate(known, entry)) {
      known = await singleFlight(this.#readingBoundaries, regionId, async () => {
        const before = this.#withoutPoints.peek(regionId);
        const read = await readRegionBoundaries(this.#database, regionId, before);
        this.#withoutPoints.set(regionId, read);
        return read;
      });
    }
    return known;
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
    if (version === undefined) return undefined;
    const current = await this.regionOf(entry);
    return version === current.boundaries.version ? current : this.#pastOf(current, version);
  }

  /** To be called after a commit of this process, before it replies: later reads show what it wrote. */
  invalidate(): void {
    this.#writtenAt = performance.now();
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

  #readDirectory(): Promise<void> {
    const read = async () => {
      const startedAt = performance.now();
      this.#directory = await readDirectory(this.#database, this.#directory);
      this.#readAt = startedAt;
    };
    this.#reading ??= read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  #update(regionId: number): Promise<RegionSnapshot> {
    return singleFlight(this.#updating, regionId, async () => {
      const snapshot = await readSnapshot(this.#database, regionId, this.#regions.peek(regionId));
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

/** Runs `work` unless it is running for this key already; then the answer is shared. */
function singleFlight<Key, T>(running: Map<Key, Promise<T>>, key: Key, work: () => Promise<T>): Promise<T> {
  let flight = running.get(key);
  if (!flight) {
    flight = work().finally(() => running.delete(key));
    running.set(key, flight);
  }
  return flight;
}
