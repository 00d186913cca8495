// The locator beside which-polygon and PostGIS: 2,000 grids of about 370 vertices, a million points, one core.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { buildCoverage, type Coverage, type CoverageGrid } from '../core/coverage.ts';
import { buildLocator } from '../core/locator.ts';
import { type Points, pointsOnEdges, randomPoints } from '../fixtures/points.ts';
import { wigglyCoverage } from '../fixtures/wigglyCoverage.ts';
import { type Measurement, shortestS } from './measurement.ts';
import { postgisJoinS } from './postgisJoin.ts';
import { whichPolygonLookup } from './whichPolygon.ts';

const POINTS = 1_000_000;
/** Points exactly on edges, half of them on vertices: the share for which exactness costs something. */
const POINTS_ON_EDGES = 100_000;

export async function measureLocator(): Promise<Measurement[]> {
  const grids = wigglyCoverage({ grids: 2000, verticesPerGrid: 370, seed: 1 });
  const built = build(grids);
  const points = mixedPoints(built.coverage);
  const base = new Int32Array(POINTS);
  const dedicated = new Int32Array(POINTS);
  const lookupS = shortestS(9, () => built.locator.locateMany(points.xs, points.ys, base, dedicated));

  const peer = whichPolygonLookup(grids, points);
  const peerFaces = new Int32Array(POINTS);
  const whichPolygonS = shortestS(1, () => peer(peerFaces));
  refuseDifferentAnswers(base, peerFaces);
  const postgis = await postgisJoinS(grids, points);

  const lookup: Measurement = { name: 'locator: 1,000,000 points, 10 % on edges', value: lookupS, unit: 's' };
  return [
    compared({ ...lookup, peer: 'which-polygon', target: '≥ 75 ×' }, whichPolygonS),
    compared({ ...lookup, peer: 'PostGIS, ST_Covers on ST_Subdivide', target: '≥ 25 ×' }, postgis),
    { name: 'locator: topology from polygons', value: built.topologyS, unit: 's' },
    { name: 'locator: index from topology', value: built.indexS, unit: 's' },
    { name: 'locator: built', value: built.topologyS + built.indexS, unit: 's', target: '≤ 1' },
    { name: 'locator: typed arrays of the index', value: built.locator.bytes / 1e6, unit: 'MB' },
    { name: 'locator: memory held, topology included', value: built.heldMb, unit: 'MB', target: '≤ 100' },
  ];
}

function compared(measurement: Measurement, peer: number | { notMeasured: string }): Measurement {
  if (typeof peer !== 'number') return { ...measurement, ...peer };
  return { ...measurement, peerValue: peer, ratio: peer / measurement.value };
}

/** Built three times: a server builds again after each publication, and the first time the code is still compiled. */
function build(grids: readonly CoverageGrid[]) {
  let fastest = buildOnce(grids);
  for (let i = 0; i < 2; i++) {
    const again = buildOnce(grids);
    if (again.topologyS + again.indexS < fastest.topologyS + fastest.indexS) fastest = again;
  }
  return fastest;
}

function buildOnce(grids: readonly CoverageGrid[]) {
  const before = memoryMb();
  const started = performance.now();
  const { coverage, defects } = buildCoverage(grids);
  const topologyDone = performance.now();
  const locator = buildLocator(coverage, { codes: [], edges: [] });
  const indexDone = performance.now();
  if (defects.length > 0) throw new Error(`the coverage has ${defects.length} defects`);
  return {
    coverage,
    locator,
    topologyS: (topologyDone - started) / 1000,
    indexS: (indexDone - topologyDone) / 1000,
    heldMb: memoryMb() - before,
  };
}

/** Heap and array buffers after a garbage collection. */
function memoryMb(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
}

/** The points on edges stand evenly among the others. */
function mixedPoints(coverage: Coverage): Points {
  const points = randomPoints(coverage, POINTS, 1);
  const onEdges = pointsOnEdges(coverage, POINTS_ON_EDGES, 2);
  const step = POINTS / POINTS_ON_EDGES;
  for (let i = 0; i < POINTS_ON_EDGES; i++) {
    points.xs[i * step] = onEdges.xs[i]!;
    points.ys[i * step] = onEdges.ys[i]!;
  }
  return points;
}

/** The peer decides points on edges by rounding; away from edges both have to agree. */
function refuseDifferentAnswers(faces: Int32Array, peerFaces: Int32Array): void {
  let differences = 0;
  for (let i = 0; i < POINTS; i++) if (faces[i] !== peerFaces[i]) differences++;
  if (differences > POINTS_ON_EDGES) throw new Error(`${differences} points lie elsewhere for which-polygon`);
}
