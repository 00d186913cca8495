// What is new in `change`, looked for once for all event streams of the process.
import { everything, isInScope, type Scope } from '../access/scope.ts';
import type { Database } from '../database.ts';
import { DatabaseUnavailable } from '../errors.ts';
import { limits } from '../limits.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';
import { type Change, type ChangePosition, readChanges, readPositions } from './queries.ts';

interface RegionFeed extends ChangePosition {
  /** The newest changes, in order, without a gap up to `sequence`. */
  recent: Change[];
}

/**
 * Follows the regions while somebody listens: every second, and at once after a commit of this process. Streams ask it;
 * it pushes nothing, so it holds nothing for a slow one.
 */
export class ChangeFeed {
  readonly #database: Database;
  readonly #regions = new Map<number, RegionFeed>();
  readonly #stopListening: () => void;
  #listeners = 0;
  #timer: NodeJS.Timeout | undefined;
  #polling: Promise<void> | undefined;
  /** Somebody wrote since the poll that is running began. */
  #isStale = false;
  readonly #waiting = new Set<() => void>();
  /** Counts how often a region moved: one who waits compares it with what it was before he looked. */
  moves = 0;
  /** Counts how often a region went back: the database was replaced by an earlier state of it. */
  setbacks = 0;
  isClosed = false;

  constructor(database: Database, snapshots: Snapshots) {
    this.#database = database;
    this.#stopListening = snapshots.onWrite(() => {
      if (this.#listeners > 0) this.#wake();
    });
  }

  get listeners(): number {
    return this.#listeners;
  }

  /** Calls back when a region moves, or the feed is closed. @returns what ends that */
  onMove(callback: () => void): () => void {
    this.#waiting.add(callback);
    return () => this.#waiting.delete(callback);
  }

  /** @returns what ends the listening @throws DatabaseUnavailable */
  async listen(): Promise<() => void> {
    this.#listeners += 1;
    const stop = () => {
      this.#listeners -= 1;
      if (this.#listeners === 0) clearInterval(this.#timer);
    };
    if (this.#listeners === 1) {
      this.#timer = setInterval(() => this.#wake(), limits.changePollMs);
    }
    try {
      // a poll under way may have begun before the caller's last write
      await this.#polling?.catch(() => {});
      await this.#poll();
    } catch (error) {
      stop();
      throw error;
    }
    return stop;
  }

  /** Where the regions in scope are, in order of code. */
  positions(scope: Scope): ChangePosition[] {
    return [...this.#regions.values()].filter(({ regionId }) => isInScope(scope, regionId));
  }

  /** The next changes of a region, at most a page, in order; empty when there are none. */
  async changesAfter(scope: Scope, regionId: number, since: number): Promise<Change[]> {
    const region = this.#regions.get(regionId);
    const oldest = region?.recent[0]?.sequence;
    if (region && oldest !== undefined && since >= oldest - 1) {
      return region.recent.filter((change) => change.sequence > since);
    }
    return readChanges(this.#database, scope, regionId, since, limits.mostChangesPerPage);
  }

  close(): void {
    this.isClosed = true;
    this.#stopListening();
    clearInterval(this.#timer);
    this.#tell();
  }

  #tell(): void {
    this.moves += 1;
    for (const callback of [...this.#waiting]) callback();
  }

  #wake(): void {
    this.#isStale = true;
    // while the database is gone the streams stay open; the next second looks again
    if (!this.#polling) this.#poll().catch(() => {});
  }

  #poll(): Promise<void> {
    this.#polling ??= this.#followAll().finally(() => {
      this.#polling = undefined;
    });
    return this.#polling;
  }

  async #followAll(): Promise<void> {
    do {
      this.#isStale = false;
      let hasMoved = false;
      for (const position of await readPositions(this.#database, everything)) {
        if (this.isClosed) return;
        hasMoved = (await this.#follow(position)) || hasMoved;
      }
      if (hasMoved) this.#tell();
    } while (this.#isStale && !this.isClosed);
  }

  /** @returns whether the region has moved */
  async #follow(position: ChangePosition): Promise<boolean> {
    const { regionId, code, sequence } = position;
    const known = this.#regions.get(regionId);
    if (!known || sequence - known.sequence > limits.changesInMemory) {
      // from here on; who is behind reads the database
      this.#regions.set(regionId, { ...position, recent: [] });
      return true;
    }
    known.code = code;
    if (sequence < known.sequence) {
      this.setbacks += 1;
      this.#regions.set(regionId, { ...position, recent: [] });
      return true;
    }
    if (sequence === known.sequence) return false;
    const changes = await readChanges(
      this.#database,
      everything,
      regionId,
      known.sequence,
      limits.changesInMemory,
    );
    known.recent.push(...changes);
    known.recent.splice(0, known.recent.length - limits.changesInMemory);
    known.sequence = changes.at(-1)?.sequence ?? known.sequence;
    return changes.length > 0;
  }
}

/** Whether it is worth trying again. */
export function isPassing(error: unknown): boolean {
  return error instanceof DatabaseUnavailable;
}
