// How much each vertex of a line matters, worked out once: thinning to any tolerance is then one comparison a vertex.

/**
 * For every vertex of `positions` (x0, y0, x1, y1, …) from `start` to before `end`, the tolerance up to which Douglas and Peucker's
 * method keeps it, into `importance` (one number a vertex). The ends are Infinity, and of a closed line, whose last vertex is its
 * first again, also the vertex furthest from them: a ring never becomes a point.
 */
export function markImportance(
  positions: Readonly<Record<number, number>>,
  start: number,
  end: number,
  importance: Float32Array,
): void {
  const [first, last] = [start / 2, end / 2 - 1];
  importance[first] = Infinity;
  importance[last] = Infinity;
  if (last - first < 2) return;
  const isClosed =
    positions[2 * first] === positions[2 * last] && positions[2 * first + 1] === positions[2 * last + 1];
  const stack: [from: number, to: number, most: number][] = [];
  if (isClosed) {
    const { vertex } = furthest(positions, first, last);
    importance[vertex] = Infinity;
    stack.push([first, vertex, Infinity], [vertex, last, Infinity]);
  } else {
    stack.push([first, last, Infinity]);
  }
  for (let next = stack.pop(); next; next = stack.pop()) {
    const [from, to, most] = next;
    if (to - from < 2) continue;
    const { vertex, distance } = furthest(positions, from, to);
    // never more than the vertices between which it lies: it goes before they do
    const value = Math.min(distance, most);
    importance[vertex] = value;
    stack.push([from, vertex, value], [vertex, to, value]);
  }
}

/** The vertex between two others that lies furthest from the straight line between them. */
function furthest(
  positions: Readonly<Record<number, number>>,
  from: number,
  to: number,
): { vertex: number; distance: number } {
  const [ax, ay] = [positions[2 * from]!, positions[2 * from + 1]!];
  const dx = positions[2 * to]! - ax;
  const dy = positions[2 * to + 1]! - ay;
  const length2 = dx * dx + dy * dy;
  let vertex = from + 1;
  let most = -1;
  for (let at = from + 1; at < to; at += 1) {
    const px = positions[2 * at]! - ax;
    const py = positions[2 * at + 1]! - ay;
    const share = length2 === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / length2));
    const distance2 = (px - share * dx) ** 2 + (py - share * dy) ** 2;
    if (distance2 > most) {
      most = distance2;
      vertex = at;
    }
  }
  return { vertex, distance: Math.sqrt(most) };
}
