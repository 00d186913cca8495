import { describe, expect, test } from 'vitest';
import { bowTie } from '../fixtures/coverages/broken.ts';
import { drawPolygons } from '../fixtures/coverages/drawing.ts';
import { exclaveAndIsland, holeWithIsland } from '../fixtures/coverages/exact.ts';
import { wigglyCoverage } from '../fixtures/wigglyCoverage.ts';
import { type FixedMultiPolygon, toFixed } from './coordinates.ts';
import { distanceM, labelPoint, metresPerUnit, pointToSegmentM, polygonAreaM2 } from './geodesy.ts';
import { locateInPolygons } from './ringWalk.ts';

// what ST_Area(geography) and ST_Distance(geography, geography) of PostGIS 3.3 say
const areas: [title: string, wkt: string, areaM2: number][] = [
  [
    'a slanted grid of 300 m',
    'POLYGON((120.45 36.38, 120.4533 36.3806, 120.4528 36.3831, 120.4494 36.3826, 120.45 36.38))',
    88066.93147331476,
  ],
  [
    'a street with an island left out',
    'POLYGON((120.4 36.3,120.52 36.31,120.5 36.42,120.39 36.4,120.4 36.3),(120.44 36.34,120.45 36.36,120.47 36.35,120.44 36.34))',
    120016226.20018244,
  ],
  [
    'two parts',
    'MULTIPOLYGON(((120.45 36.38,120.46 36.381,120.455 36.39,120.45 36.38)),((120.47 36.38,120.4801 36.3793,120.476 36.3904,120.47 36.38)))',
    1016786.8029127121,
  ],
  [
    'a county of 100 km',
    'POLYGON((119.5 35.9,120.8 36.0,120.7 36.9,119.4 36.7,119.5 35.9))',
    11153213040.28196,
  ],
  [
    'a block of 5 m',
    'POLYGON((120.45 36.38,120.4500557 36.3800061,120.4500473 36.3800512,120.4499961 36.3800447,120.45 36.38))',
    24.281355755170807,
  ],
  [
    'near the equator',
    'POLYGON((103.8 -0.002,103.8031 -0.0011,103.802 0.0024,103.8 -0.002))',
    72869.7067276773,
  ],
  [
    'the southern hemisphere',
    'POLYGON((151.2 -33.86,151.203 -33.859,151.2021 -33.8562,151.2 -33.86))',
    47728.31438809633,
  ],
  ['the far north', 'POLYGON((124.3 53.1,124.306 53.1009,124.3043 53.1038,124.3 53.1))', 70553.8182913065],
];

const distances: [from: [number, number], to: [number, number], metres: number][] = [
  [[120.45, 36.38], [120.46, 36.39], 1427.0170349],
  [[120.45, 36.38], [120.4500001, 36.38], 0.00897292],
  [[119.5, 35.9], [120.8, 36.9], 160972.66328118],
  [[103.8, -0.01], [103.9, 0.02], 11615.69154154],
];

const segmentDistances: [
  point: [number, number],
  segment: [number, number, number, number],
  metres: number,
][] = [
  [[120.45, 36.38], [120.46, 36.375, 120.465, 36.39], 1010.77109079],
  [[120.4501, 36.38], [120.45, 36.3801, 120.4503, 36.37995], 4.71907571],
  [[120.45, 36.38], [120.5, 36.42, 120.53, 36.4], 6310.28263622],
];

describe('areas', () => {
  test.each(areas)('%s has the area that PostGIS gives, within 1e-4', (_title, wkt, areaM2) => {
    expect(polygonAreaM2(parseWkt(wkt)) / areaM2).toBeCloseTo(1, 4);
  });

  test('vertices added along the edges hardly change the area: short and long edges are summed alike', () => {
    const coarse = drawPolygons([[0, 0, 40_000, 2_000, 36_000, 44_000]]);
    const fine = drawPolygons([
      [0, 0, 20_000, 1_000, 40_000, 2_000, 38_000, 23_000, 36_000, 44_000, 18_000, 22_000],
    ]);
    expect(polygonAreaM2(fine) / polygonAreaM2(coarse)).toBeCloseTo(1, 4);
  });

  test('no polygon has no area', () => {
    expect(polygonAreaM2([])).toBe(0);
  });
});

describe('metres', () => {
  test.each(distances)('from %j to %j as PostGIS measures it', (from, to, metres) => {
    const [ax, ay, bx, by] = [...from, ...to].map((degrees): number => toFixed(degrees)) as [
      number,
      number,
      number,
      number,
    ];
    expect(distanceM(ax, ay, bx, by)).toBeCloseTo(metres, 6);
  });

  test.each(segmentDistances)(
    'from %j to the segment %j as PostGIS measures it, within 1e-4',
    (point, segment, metres) => {
      const [px, py] = point.map((degrees): number => toFixed(degrees)) as [number, number];
      const [ax, ay, bx, by] = segment.map((degrees): number => toFixed(degrees)) as [
        number,
        number,
        number,
        number,
      ];
      expect(pointToSegmentM(px, py, ax, ay, bx, by) / metres).toBeCloseTo(1, 4);
    },
  );

  test('a unit is a little over a centimetre north, and less east', () => {
    const { x, y } = metresPerUnit(toFixed(36.38));
    expect(y).toBeCloseTo(distanceM(0, 363_795_000, 0, 363_805_000) / 10_000, 9);
    expect(x).toBeCloseTo(distanceM(0, 363_800_000, 10_000, 363_800_000) / 10_000, 9);
  });
});

describe('label points', () => {
  const grids = [
    ...wigglyCoverage({ grids: 60, verticesPerGrid: 80, seed: 4 }),
    ...exclaveAndIsland,
    ...holeWithIsland,
  ];

  test('lie strictly inside their grid, also beside holes and with several parts', () => {
    const outside = grids.filter(({ polygons }) => locateInPolygons(polygons, ...labelPoint(polygons)) !== 1);
    expect(outside).toEqual([]);
  });

  test('lie inside a sliver two units wide', () => {
    const sliver = drawPolygons([[0, 0, 9_000, 30_000, 9_002, 30_001, 3, 1]]);
    expect(locateInPolygons(sliver, ...labelPoint(sliver))).toBe(1);
  });

  test('are given for a bow-tie too, in one of its wings', () => {
    const { polygons } = bowTie[0]!;
    expect(locateInPolygons(polygons, ...labelPoint(polygons))).toBe(1);
  });

  test('cannot be given where there is no ring', () => {
    expect(() => labelPoint([])).toThrow(RangeError);
  });
});

function parseWkt(wkt: string): FixedMultiPolygon {
  const json = wkt
    .replace(/^(MULTI)?POLYGON/, '')
    .replace(/(-?[\d.]+) (-?[\d.]+)/g, '[$1,$2]')
    .replaceAll('(', '[')
    .replaceAll(')', ']');
  const parsed = JSON.parse(json) as [number, number][][] | [number, number][][][];
  const parts = (wkt.startsWith('MULTI') ? parsed : [parsed]) as [number, number][][][];
  return parts.map((rings) => rings.map((ring) => Int32Array.from(ring.slice(0, -1).flat().map(toFixed))));
}
