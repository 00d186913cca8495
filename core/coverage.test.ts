import { describe, expect, test } from 'vitest';
import * as broken from '../fixtures/coverages/broken.ts';
import { drawGrid, drawPolygons, origin } from '../fixtures/coverages/drawing.ts';
import {
  exactCoverages,
  junctionOfThree,
  junctionWithoutVertex,
  slantedNeighbours,
} from '../fixtures/coverages/exact.ts';
import {
  buildCoverage,
  type CoverageGrid,
  type Defect,
  type DefectKind,
  dissolve,
  facePolygons,
  outline,
} from './coverage.ts';
import { polygonAreaM2 } from './geodesy.ts';
import { canonicalPolygons, locateInPolygons } from './ringWalk.ts';

const [one, two, three] = ['370215001001001', '370215001001002', '370215001001003'] as const;

describe('an exact coverage', () => {
  test.each(Object.entries(exactCoverages))(
    '%s has no defect and gives its polygons back',
    (_name, grids) => {
      const { coverage, defects, inserted } = buildCoverage(grids);
      expect(defects).toEqual([]);
      expect(inserted).toEqual([]);
      for (const [face, code] of coverage.codes.entries()) {
        const given = grids.find((grid) => grid.code === code)!;
        expect(facePolygons(coverage, face)).toEqual(canonicalPolygons(given.polygons));
      }
    },
  );

  test('faces are in the order of their codes, whatever the order of the grids', () => {
    const { coverage } = buildCoverage([...junctionOfThree].reverse());
    expect(coverage.codes).toEqual([one, two, three]);
  });

  test('a shared edge is held once, with a face on either side', () => {
    const { coverage } = buildCoverage(slantedNeighbours);
    const shared = coverage.edges.filter(({ leftFace, rightFace }) => leftFace >= 0 && rightFace >= 0);
    expect(shared).toHaveLength(1);
    expect(shared[0]!.points).toHaveLength(6);
    expect([shared[0]!.leftFace, shared[0]!.rightFace].sort()).toEqual([0, 1]);
  });

  test('rings may run either way and repeat vertices', () => {
    const [west, east] = slantedNeighbours as [CoverageGrid, CoverageGrid];
    const backward = east.polygons.map((rings) => rings.map(backwardWithRepeats));
    const { coverage, defects } = buildCoverage([west, { ...east, polygons: backward }]);
    expect(defects).toEqual([]);
    expect(facePolygons(coverage, 1)).toEqual(canonicalPolygons(east.polygons));
  });

  test('a vertex exactly on the edge of a neighbour is inserted there and reported', () => {
    const { coverage, defects, inserted } = buildCoverage(junctionWithoutVertex);
    expect(defects).toEqual([]);
    expect(inserted).toEqual([{ grids: [one], x: origin.x + 5_000, y: origin.y + 250 }]);
    expect(facePolygons(coverage, 0)).toEqual(
      drawPolygons([[0, 0, 5_000, 250, 10_000, 500, 10_500, 10_000, 300, 10_200]]),
    );
  });

  test('no grids are a coverage without edges', () => {
    expect(buildCoverage([])).toEqual({ coverage: { codes: [], edges: [] }, defects: [], inserted: [] });
  });

  test('grids too far apart for exact tests are refused by name', () => {
    const far = drawGrid(2, [[94_000_001, 0, 94_010_000, 500, 94_005_000, 900]]);
    expect(() => buildCoverage([slantedNeighbours[0]!, far])).toThrow(
      /370215001001001 and 370215001001002 are 9\.4/,
    );
  });
});

describe('a defect', () => {
  const cases: [title: string, grids: CoverageGrid[], kind: DefectKind, codes: string[]][] = [
    ['a gap of one unit', broken.gapOfOneUnit, 'gap', [one, two]],
    ['an overlap of one unit', broken.overlapOfOneUnit, 'overlap', [one, two]],
    [
      'a crack of one unit that is open to the outside',
      broken.crackFromOutside,
      'unmatched-edge',
      [one, two],
    ],
    ['a neighbour that is shifted away', broken.shiftedNeighbour, 'unmatched-edge', [one, two]],
    ['a hole that nothing fills', broken.emptyHole, 'gap', [one]],
    ['a grid inside another, touching nothing', broken.gridInsideGrid, 'overlap', [one, three]],
    ['a bow-tie', broken.bowTie, 'self-intersection', [one]],
    ['a spike', broken.spike, 'self-intersection', [one]],
    ['a hole outside its shell', broken.holeOutsideShell, 'self-intersection', [one]],
    ['a code that does not fit', broken.badCode, 'bad-code', ['37021500100100X']],
  ];

  test.each(cases)('%s is found, once, with its grids', (_title, grids, kind, codes) => {
    const { defects } = buildCoverage(grids, { codePattern: /^\d{15}$/ });
    expect(defects.map((defect) => [defect.kind, defect.grids])).toEqual([[kind, codes]]);
  });

  test('edges that cross are an overlap and a gap, each with its place and area', () => {
    const { defects } = buildCoverage(broken.crossingEdges);
    expect(defects.map(({ kind, grids }) => [kind, grids])).toEqual([
      ['overlap', [one, two]],
      ['gap', [one, two]],
    ]);
    expect(at(defects[0]!).y).toBeLessThan(5_000);
    expect(at(defects[1]!).y).toBeGreaterThan(5_000);
    for (const { areaM2 } of defects) expect(areaM2).toBeGreaterThan(10);
  });

  test('a code given twice is found, beside the overlap where there is one', () => {
    expect(buildCoverage(broken.duplicateCode).defects.map(({ kind }) => kind)).toEqual(['duplicate-code']);
    const twice = [slantedNeighbours[0]!, slantedNeighbours[0]!];
    expect(buildCoverage(twice).defects.map(({ kind }) => kind)).toEqual(['duplicate-code', 'overlap']);
  });

  test('a grid without polygons, or with a ring that collapsed, is found', () => {
    const collapsed = drawGrid(3, [[40_000, 0, 41_000, 100, 42_000, 200]]);
    const { defects } = buildCoverage([
      ...slantedNeighbours,
      collapsed,
      { code: '370215001001004', polygons: [] },
    ]);
    expect(defects.map(({ kind, grids }) => [kind, ...grids])).toEqual([
      ['self-intersection', three],
      ['self-intersection', '370215001001004'],
    ]);
  });

  test('a hole has its ellipsoidal area and a point inside it', () => {
    const hole = buildCoverage(broken.emptyHole).defects[0]!;
    expect(hole.areaM2! / polygonAreaM2(broken.emptyHoleAsEnclave)).toBeCloseTo(1, 6);
    expect(locateInPolygons(broken.emptyHoleAsEnclave, hole.x, hole.y)).toBe(1);
  });

  test('a crack has its length and says which repair would close it', () => {
    const crack = buildCoverage(broken.shiftedNeighbour).defects[0]!;
    expect(crack.lengthM).toBeGreaterThan(100);
    expect(crack.lengthM).toBeLessThan(112);
    expect(crack.repairM).toBeCloseTo(0.18, 2);
    expect(crack.message).toBe(
      `The edges of ${one} and ${two} nearly meet along ${crack.lengthM!.toFixed(0)} m, but do not match; --repair ${crack.repairM} would mend it`,
    );
  });

  test('a declared enclave is no gap, and a gap beside it is', () => {
    const enclaves = broken.emptyHoleAsEnclave;
    expect(buildCoverage(broken.emptyHole, { enclaves }).defects).toEqual([]);
    const elsewhere = drawPolygons([[7_000, 3_100, 8_100, 4_000, 7_500, 5_900]]);
    expect(buildCoverage(broken.emptyHole, { enclaves: elsewhere }).defects).toHaveLength(1);
  });

  test('dedicated grids may leave gaps and lie near each other, but not overlap', () => {
    const options = { gapsAllowed: true };
    expect(buildCoverage(broken.emptyHole, options).defects).toEqual([]);
    expect(buildCoverage(broken.shiftedNeighbour, options).defects).toEqual([]);
    expect(buildCoverage(broken.overlapOfOneUnit, options).defects).toHaveLength(1);
  });

  test('a bay between two grids, wider than a metre, is none', () => {
    const [west] = slantedNeighbours as [CoverageGrid];
    const east = drawGrid(2, [[10_200, 500, 20_000, 100, 21_000, 11_000, 10_500, 10_000, 10_300, 5_000]]);
    expect(buildCoverage([west, east]).defects).toEqual([]);
  });
});

describe('dissolved shapes', () => {
  test('keep the vertices where only a grid of the neighbour ends', () => {
    const { coverage } = buildCoverage(junctionOfThree);
    const shapes = dissolve(coverage, (face) => (face === 2 ? 'north' : 'south'));
    expect(shapes.get('south')).toEqual(
      drawPolygons([[0, 0, 10_000, 500, 20_000, 100, 21_000, 11_000, 10_500, 10_000, 300, 10_200]]),
    );
    expect(shapes.get('north')).toEqual(facePolygons(coverage, 2));
  });

  test('the outline of a filled hole has no hole', () => {
    const { coverage } = buildCoverage(exactCoverages.holeWithIsland);
    expect(outline(coverage)).toEqual(drawPolygons([[0, 0, 10_000, 500, 10_500, 10_000, 300, 10_200]]));
  });

  test('wings that touch in a vertex become one shell and no ring passes a vertex twice', () => {
    const { coverage } = buildCoverage(exactCoverages.partsTouchingInVertex);
    const shapes = dissolve(coverage, (face) => (face === 0 ? 'wings' : 'rest'));
    for (const polygons of shapes.values()) {
      expect(polygons.map((rings) => rings.length)).toEqual([1, 1]);
      for (const ring of polygons.flat()) expect(repeatedVertices(ring)).toBe(0);
    }
  });
});

function at(defect: Defect): { x: number; y: number } {
  return { x: defect.x - origin.x, y: defect.y - origin.y };
}

function backwardWithRepeats(ring: Int32Array): Int32Array {
  const points: number[] = [];
  for (let i = ring.length - 2; i >= 0; i -= 2) points.push(ring[i]!, ring[i + 1]!, ring[i]!, ring[i + 1]!);
  return Int32Array.from(points);
}

function repeatedVertices(ring: Int32Array): number {
  const vertices = Array.from({ length: ring.length / 2 }, (_, i) => `${ring[2 * i]},${ring[2 * i + 1]}`);
  return vertices.length - new Set(vertices).size;
}
