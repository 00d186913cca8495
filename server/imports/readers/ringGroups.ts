// A Shapefile lists a polygon's rings without saying which hole belongs to which shell: shells run clockwise.
type Ring = [number, number][];

/** Steps that finding the shells of one shape may take: seconds, in the worst case that somebody can draw. */
const MAX_STEPS = 500_000_000;

/**
 * Polygons of a shell and its holes: the smallest shell around it, since islands lie in lakes. A hole in no shell is taken
 * for a shell drawn the wrong way round. Undefined when there are too many to try.
 */
export function groupRings(rings: readonly Ring[]): Ring[][] | undefined {
  const measured = rings.map((ring) => ({ ring, area: doubledArea(ring) }));
  const shells = measured
    .filter(({ area }) => area <= 0)
    .sort((a, b) => b.area - a.area)
    .map(({ ring }) => ({
      ring,
      box: boxOf(ring),
      vertices: undefined as Set<string> | undefined,
      holes: [] as Ring[],
    }));
  const holes = measured.filter(({ area }) => area > 0);
  const positions = shells.reduce((sum, { ring }) => sum + ring.length, 0);
  if (holes.length * positions > MAX_STEPS) return undefined;
  const polygons: Ring[][] = [];
  for (const { ring: hole } of holes) {
    const shell = shells.find((candidate) => isWithin(hole, candidate));
    if (shell) shell.holes.push(hole);
    else polygons.push([hole]);
  }
  return [...shells.map(({ ring, holes: own }) => [ring, ...own]), ...polygons];
}

/** Positive for counter-clockwise. Relative to the first vertex, so that large eastings cost no digits. */
function doubledArea(ring: Ring): number {
  const [originX, originY] = ring[0] ?? [0, 0];
  let sum = 0;
  for (let i = 0; i + 1 < ring.length; i += 1) {
    const [ax, ay] = ring[i]!;
    const [bx, by] = ring[i + 1]!;
    sum += (ax - originX) * (by - originY) - (bx - originX) * (ay - originY);
  }
  return sum;
}

type Box = [number, number, number, number];

function boxOf(ring: Ring): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of ring) {
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return box;
}

interface Shell {
  ring: Ring;
  box: Box;
  vertices: Set<string> | undefined;
}

/** By the first vertex of the hole that is not a vertex of the shell: holes may touch their shell. */
function isWithin(hole: Ring, shell: Shell): boolean {
  const [west, south, east, north] = shell.box;
  const [firstX, firstY] = hole[0]!;
  if (firstX < west || firstX > east || firstY < south || firstY > north) return false;
  shell.vertices ??= new Set(shell.ring.map(keyOf));
  const { ring, vertices } = shell;
  const [x, y] = hole.find((vertex) => !vertices.has(keyOf(vertex))) ?? hole[0]!;
  let isInside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i]!;
    const [bx, by] = ring[j]!;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isInside = !isInside;
  }
  return isInside;
}

function keyOf([x, y]: [number, number]): string {
  return `${x},${y}`;
}
