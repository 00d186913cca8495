// Which grids is a point in, and how near is the next one? Two layers: base grids, and dedicated grids that take precedence.

import type { Fixed } from './coordinates.ts';
import type { Coverage } from './coverage.ts';
import { type CellIndex, ownerOf, ownersOf } from './locator/cellIndex.ts';
import { buildCellIndex } from './locator/cellIndexBuild.ts';
import { NearestEdges } from './locator/nearestEdges.ts';

/** Faces are indices into the codes of their coverage; −1 where there is none. */
export interface LocatorResult {
  base: number;
  dedicated: number;
  /** Metres to the nearest edge of the responsible grid's layer, and the nearest point on it; Infinity without edges. */
  edgeM: number;
  edgeX: number;
  edgeY: number;
  /** The grid that would be responsible next nearest; for an unassigned point the nearest one. */
  runnerUpFace: number;
  runnerUpLayer: 'base' | 'dedicated';
  runnerUpM: number;
}

export interface Locator {
  readonly base: Coverage;
  readonly dedicated: Coverage;
  /** Of all typed arrays. */
  readonly bytes: number;
  /** Writes `base` and `dedicated`: on an edge or vertex the lowest face. Allocates nothing. */
  locate(x: Fixed, y: Fixed, out: LocatorResult): void;
  locateMany(xs: Int32Array, ys: Int32Array, base: Int32Array, dedicated: Int32Array): void;
  /** Writes `base`, `dedicated`, `edgeM`, `edgeX` and `edgeY`: about a third of the work of `nearest`. */
  edge(x: Fixed, y: Fixed, out: LocatorResult): void;
  /** Writes all of the result. */
  nearest(x: Fixed, y: Fixed, out: LocatorResult): void;
}

export function newLocatorResult(): LocatorResult {
  return {
    base: -1,
    dedicated: -1,
    edgeM: Infinity,
    edgeX: 0,
    edgeY: 0,
    runnerUpFace: -1,
    runnerUpLayer: 'base',
    runnerUpM: Infinity,
  };
}

/** @throws RangeError when a coverage is wider than exact predicates allow */
export function buildLocator(base: Coverage, dedicated: Coverage): Locator {
  return new TwoLayerLocator(base, dedicated);
}

class TwoLayerLocator implements Locator {
  readonly base: Coverage;
  readonly dedicated: Coverage;
  readonly #baseCells: CellIndex;
  readonly #dedicatedCells: CellIndex;
  #baseEdges: NearestEdges | undefined;
  #dedicatedEdges: NearestEdges | undefined;

  constructor(base: Coverage, dedicated: Coverage) {
    this.base = base;
    this.dedicated = dedicated;
    this.#baseCells = buildCellIndex(base);
    this.#dedicatedCells = buildCellIndex(dedicated);
  }

  get bytes(): number {
    const cells = [this.#baseCells, this.#dedicatedCells];
    const edges = (this.#baseEdges?.bytes ?? 0) + (this.#dedicatedEdges?.bytes ?? 0);
    return cells.reduce((sum, index) => sum + index.cells.byteLength + index.records.byteLength, edges);
  }

  locate(x: Fixed, y: Fixed, out: LocatorResult): void {
    out.base = ownerOf(this.#baseCells, x, y);
    out.dedicated = ownerOf(this.#dedicatedCells, x, y);
  }

  locateMany(xs: Int32Array, ys: Int32Array, base: Int32Array, dedicated: Int32Array): void {
    ownersOf(this.#baseCells, xs, ys, base);
    ownersOf(this.#dedicatedCells, xs, ys, dedicated);
  }

  edge(x: Fixed, y: Fixed, out: LocatorResult): void {
    this.locate(x, y, out);
    const edges = out.dedicated >= 0 ? this.#edgesOfDedicated() : this.#edgesOfBase();
    writeEdge(edges, edges.find(x, y), out);
  }

  nearest(x: Fixed, y: Fixed, out: LocatorResult): void {
    this.locate(x, y, out);
    if (out.dedicated >= 0) this.#leaveDedicated(x, y, this.#edgesOfDedicated(), out);
    else this.#leaveBase(x, y, this.#edgesOfBase(), this.#edgesOfDedicated(), out);
  }

  // built when first asked for: assigning points needs no distances

  #edgesOfBase(): NearestEdges {
    this.#baseEdges ??= new NearestEdges(this.base);
    return this.#baseEdges;
  }

  #edgesOfDedicated(): NearestEdges {
    this.#dedicatedEdges ??= new NearestEdges(this.dedicated);
    return this.#dedicatedEdges;
  }

  /** Beyond the edge of a dedicated grid another one is responsible, or the base grid that lies there. */
  #leaveDedicated(x: number, y: number, edges: NearestEdges, out: LocatorResult): void {
    writeEdge(edges, edges.find(x, y), out);
    const beyond = edges.beyond(edges.foundSegment, out.dedicated);
    out.runnerUpM = out.edgeM;
    out.runnerUpLayer = beyond >= 0 ? 'dedicated' : 'base';
    out.runnerUpFace = beyond >= 0 ? beyond : ownerOf(this.#baseCells, out.edgeX, out.edgeY);
    if (out.runnerUpFace < 0) out.runnerUpM = Infinity;
  }

  /** From a base grid, or from none, the next one is the nearest other base grid or the nearest dedicated one. */
  #leaveBase(x: number, y: number, base: NearestEdges, dedicated: NearestEdges, out: LocatorResult): void {
    writeEdge(base, base.findWithOther(x, y, out.base), out);
    const { otherM: toBase, otherFace: baseFace } = base;
    const toDedicated = dedicated.findOther(x, y, -1, toBase);
    const isDedicated = toDedicated < toBase;
    out.runnerUpLayer = isDedicated ? 'dedicated' : 'base';
    out.runnerUpFace = isDedicated ? dedicated.foundFace : toBase === Infinity ? -1 : baseFace;
    out.runnerUpM = Math.min(toBase, toDedicated);
  }
}

function writeEdge(edges: NearestEdges, metres: number, out: LocatorResult): void {
  out.edgeM = metres;
  out.edgeX = edges.foundX;
  out.edgeY = edges.foundY;
}
