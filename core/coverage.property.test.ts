import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wigglyCoverage } from '../fixtures/wigglyCoverage.ts';
import type { FixedMultiPolygon } from './coordinates.ts';
import { buildCoverage, type Coverage, type CoverageGrid, facePolygons, outline } from './coverage.ts';
import { repairCoverage } from './repair.ts';
import { canonicalPolygons } from './ringWalk.ts';
import { simplifyCoverage } from './simplify.ts';

// the options and not the coverage itself, so that a counterexample is short to read
const anyCoverage = fc.record({
  grids: fc.integer({ min: 4, max: 24 }),
  verticesPerGrid: fc.integer({ min: 12, max: 60 }),
  seed: fc.integer(),
});

const fewRuns = { numRuns: 25 };

// hundreds of coverages on a busy machine: more than the default five seconds
describe('any coverage', { timeout: 60_000 }, () => {
  test('has no defect, and its faces are the polygons that it was built from', () => {
    fc.assert(
      fc.property(anyCoverage, (options) => {
        const grids = wigglyCoverage(options);
        const { coverage, defects, inserted } = buildCoverage(grids);
        expect(defects).toEqual([]);
        expect(inserted).toEqual([]);
        expect(coverage.codes.map((_, face) => facePolygons(coverage, face))).toEqual(
          grids.map(({ polygons }) => canonicalPolygons(polygons)),
        );
      }),
      fewRuns,
    );
  });

  test('obeys Euler: nodes − edges + shells and holes of the faces come out even', () => {
    fc.assert(
      fc.property(anyCoverage, (options) => {
        const grids = wigglyCoverage(options);
        const { coverage } = buildCoverage(grids);
        const { nodes, components } = graphOf(coverage);
        // every face part is a region of the plane, and there is one outside
        const regions = coverage.codes.reduce((sum, _, face) => sum + facePolygons(coverage, face).length, 1);
        expect(nodes - coverage.edges.length + regions).toBe(1 + components);
      }),
      fewRuns,
    );
  });

  test('has faces whose areas add up to the area of its outline, exactly', () => {
    fc.assert(
      fc.property(anyCoverage, (options) => {
        const grids = wigglyCoverage(options);
        const { coverage } = buildCoverage(grids);
        const faces = grids.reduce((sum, { polygons }) => sum + doubledArea(polygons), 0n);
        expect(faces).toBe(doubledArea(outline(coverage)));
      }),
      fewRuns,
    );
  });

  test('has a defect as soon as one grid moves a shared vertex, and the repair that the defects name mends it', () => {
    const anyStep = fc.constantFrom([1, 0], [0, 1], [-1, 0], [0, -1], [1, 1], [30, -20], [-15, 40]);
    fc.assert(
      fc.property(anyCoverage, fc.nat(), anyStep, (options, choice, step) => {
        const moved = moveSharedVertex(wigglyCoverage(options), choice, step as [number, number]);
        const { defects } = buildCoverage(moved);
        expect(defects).not.toEqual([]);
        // no more than one in a thousand, at nodes of four grids, names none
        const toleranceM = Math.max(...defects.map(({ repairM = Infinity }) => repairM));
        if (toleranceM === Infinity) return;
        // one in ten thousand leaves a crack towards a third grid, which names a tolerance of its own
        const { remaining } = repairCoverage(moved, toleranceM);
        const again = repairCoverage(
          moved,
          Math.max(toleranceM, ...remaining.map(({ repairM }) => repairM!)),
        );
        expect(again.remaining).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('stays exact when it is simplified, with the same grids', () => {
    fc.assert(
      fc.property(anyCoverage, fc.constantFrom(1, 5, 20, 100, 500), (options, toleranceM) => {
        const grids = wigglyCoverage(options);
        const simplified = simplifyCoverage(buildCoverage(grids).coverage, toleranceM);
        const { defects, coverage } = buildCoverage(
          simplified.codes.map((code, face) => ({ code, polygons: facePolygons(simplified, face) })),
        );
        expect(defects).toEqual([]);
        expect(coverage.codes).toEqual(grids.map(({ code }) => code));
      }),
      fewRuns,
    );
  });
});

function doubledArea(polygons: FixedMultiPolygon): bigint {
  let area = 0n;
  for (const ring of polygons.flat()) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      area += BigInt(ring[j]!) * BigInt(ring[i + 1]!) - BigInt(ring[j + 1]!) * BigInt(ring[i]!);
    }
  }
  return area;
}

function graphOf({ edges }: Coverage): { nodes: number; components: number } {
  const parent = new Map<string, string>();
  const root = (node: string): string => (parent.get(node) === node ? node : root(parent.get(node)!));
  for (const { points } of edges) {
    const [a, z] = [`${points[0]},${points[1]}`, `${points.at(-2)},${points.at(-1)}`];
    for (const node of [a, z]) if (!parent.has(node)) parent.set(node, node);
    parent.set(root(a), root(z));
  }
  return { nodes: parent.size, components: [...parent].filter(([node, up]) => node === up).length };
}

/** One of the grids at a vertex that several have moves it. */
function moveSharedVertex(grids: CoverageGrid[], choice: number, [dx, dy]: [number, number]): CoverageGrid[] {
  const codesAt = new Map<string, Set<string>>();
  for (const { code, polygons } of grids) {
    for (const ring of polygons.flat()) {
      for (let i = 0; i < ring.length; i += 2) {
        const key = `${ring[i]},${ring[i + 1]}`;
        codesAt.set(key, (codesAt.get(key) ?? new Set()).add(code));
      }
    }
  }
  const shared = [...codesAt].filter(([, codes]) => codes.size > 1);
  const [place, codes] = shared[choice % shared.length]!;
  const code = [...codes][choice % codes.size]!;
  const moveRing = (ring: Int32Array) =>
    ring.map((ordinate, i) => {
      const isHere = `${ring[i & ~1]},${ring[i | 1]}` === place;
      return isHere ? ordinate + (i % 2 === 0 ? dx : dy) : ordinate;
    });
  return grids.map((grid) =>
    grid.code === code ? { code, polygons: grid.polygons.map((rings) => rings.map(moveRing)) } : grid,
  );
}
