// The slow truth about a point: every edge, in BigInt, one face at a time. It shares no code with the locator.
import type { Coverage } from '../coverage.ts';

/** The lowest face whose closure contains the point, or −1. */
export function bruteForceOwner(coverage: Coverage, x: number, y: number): number {
  const px = BigInt(x);
  const py = BigInt(y);
  const touching = new Set<number>();
  const crossings = new Map<number, number>();
  for (const { points, leftFace, rightFace } of coverage.edges) {
    for (let i = 2; i < points.length; i += 2) {
      const [ax, ay, bx, by] = [...points.subarray(i - 2, i + 2)].map(BigInt) as [
        bigint,
        bigint,
        bigint,
        bigint,
      ];
      const cross = (bx - ax) * (py - ay) - (by - ay) * (px - ax);
      const isWithin = (px - ax) * (px - bx) <= 0n && (py - ay) * (py - by) <= 0n;
      if (cross === 0n && isWithin) {
        touching.add(leftFace).add(rightFace);
      } else if (ay > py !== by > py && cross < 0n === by > ay) {
        for (const face of [leftFace, rightFace]) crossings.set(face, (crossings.get(face) ?? 0) + 1);
      }
    }
  }
  const faces =
    touching.size > 0 ? [...touching] : [...crossings].filter(([, n]) => n % 2 === 1).map(([f]) => f);
  const inside = faces.filter((face) => face >= 0);
  return inside.length === 0 ? -1 : Math.min(...inside);
}
