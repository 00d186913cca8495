// A region's grids as one planar partition: edges with a face on either side, checked exactly, in integers.
import {
  type Fixed,
  type FixedMultiPolygon,
  MAX_EXTENT_DEGREES,
  toDegrees,
  UNITS_PER_DEGREE,
} from './coordinates.ts';
import type { Chains } from './coverage/chains.ts';
import { mendingToleranceM } from './coverage/mendingTolerance.ts';
import { partitionPlane } from './coverage/partition.ts';
import { findPartitionDefects } from './coverage/partitionDefects.ts';
import { describeDefect, findCodeDefects } from './coverage/report.ts';
import type { Segments } from './coverage/segments.ts';
import { assemblePolygons, type DirectedLine } from './ringWalk.ts';

export interface CoverageGrid {
  code: string;
  polygons: FixedMultiPolygon;
}

/** A boundary line between two nodes; first and last point are equal where it is closed. Face −1 is the outside. */
export interface CoverageEdge {
  points: Int32Array;
  leftFace: number;
  rightFace: number;
}

export interface Coverage {
  /** Face f is the grid codes[f]; sorted by code unit, like `collate "C"`, so that the lower code is the lower face. */
  codes: readonly string[];
  edges: readonly CoverageEdge[];
}

export type DefectKind =
  | 'gap'
  | 'overlap'
  | 'unmatched-edge'
  | 'self-intersection'
  | 'duplicate-code'
  | 'bad-code';

export interface Defect {
  kind: DefectKind;
  grids: string[];
  /** A point to zoom to. */
  x: Fixed;
  y: Fixed;
  areaM2?: number;
  lengthM?: number;
  /** The smallest tolerance of `repairCoverage` that would mend it; absent where none would. */
  repairM?: number;
  message: string;
}

/** A vertex that lay exactly on a neighbour's edge, where it was inserted without loss. */
export interface InsertedVertex {
  grids: string[];
  x: Fixed;
  y: Fixed;
}

export interface CoverageOptions {
  /** Holes of the dissolve that are meant to be there. */
  enclaves?: FixedMultiPolygon;
  /** For dedicated grids, which cover nothing. */
  gapsAllowed?: boolean;
  codePattern?: RegExp;
}

/** Beyond this, in an import that is broken all over, defects no longer say how they could be mended. */
const MENDING_BUDGET = 1_000_000;

/**
 * The coverage of the grids and everything that is wrong with it; the coverage is exact if and only if `defects` is
 * empty. Shells and holes may run either way. Vertices on a neighbour's edge are inserted there and listed.
 * Throws a RangeError when the grids are too far apart for exact tests.
 */
export function buildCoverage(
  grids: readonly CoverageGrid[],
  options: CoverageOptions = {},
): { coverage: Coverage; defects: Defect[]; inserted: InsertedVertex[] } {
  const sorted = [...grids].sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
  const codes = sorted.map(({ code }) => code);
  refuseWideExtent(sorted);
  const faces = sorted.map(({ polygons }) => polygons);
  const partition = partitionPlane(faces);
  const found = findPartitionDefects(partition, faces.length, options);
  const budget = { vertices: MENDING_BUDGET };
  const described = found.map((defect) =>
    describeDefect(defect, codes, mendingToleranceM(defect, found, faces, budget)),
  );
  const defects = [...findCodeDefects(sorted, options.codePattern), ...described];
  const inserted = partition.inserted.map(({ x, y, faces }) => ({
    grids: faces.map((face) => codes[face]!),
    x: x as Fixed,
    y: y as Fixed,
  }));
  return {
    coverage: { codes, edges: coverageEdges(partition.segments, partition.chains) },
    defects,
    inserted,
  };
}

/** Beyond this extent products of differences would no longer be exact. */
function refuseWideExtent(grids: readonly CoverageGrid[]): void {
  const limit = MAX_EXTENT_DEGREES * UNITS_PER_DEGREE;
  const extents = [
    { low: Infinity, high: -Infinity, lowest: '', highest: '' },
    { low: Infinity, high: -Infinity, lowest: '', highest: '' },
  ];
  for (const { code, polygons } of grids) {
    for (const ring of polygons.flat()) {
      for (let i = 0; i < ring.length; i++) {
        const extent = extents[i % 2]!;
        const ordinate = ring[i]!;
        if (ordinate < extent.low) [extent.low, extent.lowest] = [ordinate, code];
        if (ordinate > extent.high) [extent.high, extent.highest] = [ordinate, code];
      }
    }
  }
  for (const { low, high, lowest, highest } of extents) {
    if (high - low < limit) continue;
    throw new RangeError(
      `grids ${lowest} and ${highest} are ${toDegrees(high - low)}° apart; a coverage spans less than ${MAX_EXTENT_DEGREES}°`,
    );
  }
}

function coverageEdges(segments: Segments, chains: Chains): CoverageEdge[] {
  const edges: CoverageEdge[] = [];
  for (let chain = 0; chain < chains.count; chain++) {
    const start = chains.start[chain]!;
    const end = chains.start[chain + 1]!;
    const points = new Int32Array(2 * (end - start));
    for (let i = start; i < end; i++) {
      const vertex = chains.vertices[i]!;
      points[2 * (i - start)] = segments.x[vertex]!;
      points[2 * (i - start) + 1] = segments.y[vertex]!;
    }
    edges.push({ points, leftFace: chains.left[chain]!, rightFace: chains.right[chain]! });
  }
  return edges;
}

/** The face's polygons, canonical and valid for GEOS. */
export function facePolygons(coverage: Coverage, face: number): FixedMultiPolygon {
  const lines: DirectedLine[] = [];
  for (const edge of edgesOfFace(coverage, face)) {
    if (edge.leftFace === face) lines.push({ points: edge.points, reversed: false });
    if (edge.rightFace === face) lines.push({ points: edge.points, reversed: true });
  }
  return assemblePolygons(lines);
}

/**
 * The shapes of groups of faces, as of communities, streets or the region: exact, and with every vertex of the grids
 * on their limits, also those where only a grid of the neighbour ends.
 */
export function dissolve<Key extends string | number>(
  coverage: Coverage,
  membershipOfFace: (face: number) => Key,
): Map<Key, FixedMultiPolygon> {
  const keys = coverage.codes.map((_, face) => membershipOfFace(face));
  const linesOfKey = new Map<Key, DirectedLine[]>(keys.map((key) => [key, []]));
  for (const { points, leftFace, rightFace } of coverage.edges) {
    const left = keys[leftFace];
    const right = keys[rightFace];
    if (left === right) continue;
    if (left !== undefined) linesOfKey.get(left)!.push({ points, reversed: false });
    if (right !== undefined) linesOfKey.get(right)!.push({ points, reversed: true });
  }
  return new Map([...linesOfKey].map(([key, lines]) => [key, assemblePolygons(lines)]));
}

/** The dissolve of all faces. */
export function outline(coverage: Coverage): FixedMultiPolygon {
  return dissolve(coverage, () => 0).get(0) ?? [];
}

const edgesByFace = new WeakMap<Coverage, CoverageEdge[][]>();

function edgesOfFace(coverage: Coverage, face: number): readonly CoverageEdge[] {
  let byFace = edgesByFace.get(coverage);
  if (!byFace) {
    byFace = coverage.codes.map(() => []);
    for (const edge of coverage.edges) {
      byFace[edge.leftFace]?.push(edge);
      if (edge.rightFace !== edge.leftFace) byFace[edge.rightFace]?.push(edge);
    }
    edgesByFace.set(coverage, byFace);
  }
  return byFace[face] ?? [];
}
