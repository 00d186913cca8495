// Many points, one set of boundaries: what is needed is read before, so that locating itself waits for nothing.
import sql from 'sql-template-tag';
import { type Fixed, toFixed } from '../../core/coordinates.ts';
import { compareCodes } from '../../core/gridCode.ts';
import { type LocatorResult, newLocatorResult } from '../../core/locator.ts';
import { type Scope, scopeFilter } from '../access/scope.ts';
import type { Queryable } from '../database.ts';
import { instantOf, type Moment } from '../regions/moment.ts';
import type { GridInfo } from '../snapshot/details.ts';
import type { DirectoryEntry, FixedBox } from '../snapshot/directory.ts';
import type { PastSnapshot, Snapshots } from '../snapshot/snapshots.ts';

/** A region that a point may lie in. */
export interface Candidate {
  region: DirectoryEntry;
  /** The instant asked for, RFC 3339; undefined means now. */
  at: string | undefined;
  box: FixedBox;
  /** Undefined until a point lies in the box. */
  snapshot: PastSnapshot | undefined;
}

/** Loads a candidate's boundaries; undefined when the region had none at that time. */
type Load = (candidate: Candidate) => Promise<PastSnapshot | undefined>;

/**
 * Locates points by the boundaries that were in force when the batch began: first `prepare`, then `locate`, which is
 * synchronous and writes what it found into the fields.
 */
export class BatchLocator {
  /** Where the last point lies; undefined: in no region. */
  candidate: Candidate | undefined;
  base: GridInfo | undefined;
  dedicated: GridInfo | undefined;
  /** Written by `measureEdge` and `measureAll`. */
  readonly result: LocatorResult = newLocatorResult();
  #candidates: readonly Candidate[];
  readonly #load: Load;

  constructor(candidates: readonly Candidate[], load: Load) {
    this.#candidates = candidates;
    this.#load = load;
  }

  /** Reads the boundaries of every region that one of the points may lie in. */
  async prepare(xs: Int32Array, ys: Int32Array, count: number): Promise<void> {
    for (const candidate of this.#candidates) {
      if (candidate.snapshot || !isAnyInBox(candidate.box, xs, ys, count)) continue;
      candidate.snapshot = await this.#load(candidate);
      if (!candidate.snapshot) this.#candidates = this.#candidates.filter((other) => other !== candidate);
    }
  }

  /** The regions whose boundaries were read. */
  prepared(): Candidate[] {
    return this.#candidates.filter(({ snapshot }) => snapshot !== undefined);
  }

  /** The region that holds the point; where regions meet, the one with the lowest grid code. */
  locate(x: Fixed, y: Fixed): boolean {
    const { result } = this;
    this.candidate = undefined;
    let lowest: string | undefined;
    for (const candidate of this.#candidates) {
      const { box, snapshot } = candidate;
      if (x < box[0] || y < box[1] || x > box[2] || y > box[3] || !snapshot) continue;
      snapshot.boundaries.locator.locate(x, y, result);
      const base = result.base < 0 ? undefined : snapshot.grids[result.base];
      const dedicated =
        result.dedicated < 0 ? undefined : snapshot.grids[snapshot.boundaries.baseCount + result.dedicated];
      const code = (base ?? dedicated)?.code;
      if (code === undefined || (lowest !== undefined && compareCodes(code, lowest) >= 0)) continue;
      lowest = code;
      this.candidate = candidate;
      this.base = base;
      this.dedicated = dedicated;
    }
    return lowest !== undefined;
  }

  /** Metres from the point that was just located to the nearest edge of its responsible grid's layer. */
  measureEdge(x: Fixed, y: Fixed): number {
    this.candidate!.snapshot!.boundaries.locator.edge(x, y, this.result);
    return this.result.edgeM;
  }

  /** Writes all of `result` for the point that was just located. */
  measureAll(x: Fixed, y: Fixed): void {
    this.candidate!.snapshot!.boundaries.locator.nearest(x, y, this.result);
  }
}

export interface BatchScope {
  /** Only this region; default: all in scope. */
  regionCode?: string | undefined;
  /** Default: now. */
  moment?: Moment | undefined;
}

/** @throws ProblemError 404 when there is no such region in scope */
export async function batchLocator(
  database: Queryable,
  snapshots: Snapshots,
  scope: Scope,
  { regionCode, moment }: BatchScope,
): Promise<BatchLocator> {
  const regions =
    regionCode === undefined ? await snapshots.regions(scope) : [await snapshots.entry(regionCode, scope)];
  if (moment === undefined) {
    const candidates = regions.flatMap((region): Candidate[] =>
      region.box ? [{ region, box: region.box, at: undefined, snapshot: undefined }] : [],
    );
    return new BatchLocator(candidates, ({ region }) => snapshots.regionOf(region));
  }
  const boxes = await boxesOfAllVersions(database, scope);
  const candidates = regions.flatMap((region): Candidate[] => {
    const box = boxes.get(region.regionId);
    return box ? [{ region, box, at: instantOf(moment, region.timeZone), snapshot: undefined }] : [];
  });
  return new BatchLocator(candidates, ({ region, at }) => snapshots.at(region, at!));
}

/** Of any version together, because a box costs less than asking which version it was. */
async function boxesOfAllVersions(database: Queryable, scope: Scope): Promise<Map<number, FixedBox>> {
  const { rows } = await database.query<Record<'regionId' | 'west' | 'south' | 'east' | 'north', number>>(sql`
    select v.region_id as "regionId", min(st_xmin(v.geom)) as west, min(st_ymin(v.geom)) as south,
      max(st_xmax(v.geom)) as east, max(st_ymax(v.geom)) as north
    from area_version v
    where true ${scopeFilter(scope, sql`v.region_id`)}
    group by v.region_id`);
  return new Map(
    rows.map(({ regionId, west, south, east, north }) => [
      regionId,
      [toFixed(west), toFixed(south), toFixed(east), toFixed(north)],
    ]),
  );
}

function isAnyInBox(box: FixedBox, xs: Int32Array, ys: Int32Array, count: number): boolean {
  const [west, south, east, north] = box;
  for (let i = 0; i < count; i += 1) {
    const x = xs[i]!;
    const y = ys[i]!;
    if (x >= west && x <= east && y >= south && y <= north) return true;
  }
  return false;
}
