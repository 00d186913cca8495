// Evidence that points are in another coordinate system than the file is said to be in. GCJ-02 and BD-09 move a point
// by hundreds of metres, so a shifted file reaches out of the region on one side.
import { type CoordinateSystem, toDegrees, toFixed, toWgs84 } from '../../core/coordinates.ts';
import type { GridFinder } from '../publication/boundaries.ts';

/** What a file of points looks like, and what may be done about it. */
export interface ShiftVerdict {
  reason: string;
  hint: string;
}

const SAMPLE_POINTS = 5000;
/** Fewer points than this say nothing. */
const FEWEST_POINTS = 5;

/** An even sample of a stream of points: every point at first, then every second, fourth, … */
export class PointSample {
  readonly #points: { x: number; y: number }[] = [];
  #stride = 1;
  #seen = 0;

  add(x: number, y: number): void {
    if (this.#seen % this.#stride === 0) this.#points.push({ x, y });
    this.#seen += 1;
    if (this.#points.length < SAMPLE_POINTS) return;
    this.#stride *= 2;
    const kept = this.#points.filter((_, index) => index % 2 === 0);
    this.#points.splice(0, Infinity, ...kept);
  }

  /** Undefined when nothing speaks against the coordinate system that the file was read in. */
  judge(finder: GridFinder, crs: CoordinateSystem): ShiftVerdict | undefined {
    const count = this.#points.length;
    if (count < FEWEST_POINTS) return undefined;
    const asRead = this.#countOutside(finder, 'wgs84');
    const isDegreesAsTheyAre = crs === 'wgs84' || crs === 'cgcs2000';
    if (isDegreesAsTheyAre) {
      // the shift that leaves the fewest outside, if it explains most of those
      const candidates = (['gcj02', 'bd09'] as const).map((system) => ({
        system,
        outside: this.#countOutside(finder, system),
      }));
      const best = candidates.sort((a, b) => a.outside - b.outside)[0]!;
      const isMuch = asRead >= FEWEST_POINTS && asRead / count > 0.02;
      if (isMuch && best.outside * 3 <= asRead) {
        return {
          reason: `${percent(asRead, count)} of the points lie outside the region, and only ${percent(best.outside, count)} if they are ${names[best.system]}`,
          hint: `Try --crs ${best.system}. If the coordinates are right as they are: --accept-outside`,
        };
      }
    }
    if (asRead * 2 <= count) return undefined;
    return {
      reason: `${percent(asRead, count)} of the points lie outside the region`,
      hint: 'Is it the right region, and the right --crs? To store them as unassigned all the same: --accept-outside',
    };
  }

  #countOutside(finder: GridFinder, system: CoordinateSystem): number {
    return this.#points.filter(({ x, y }) => {
      const [lon, lat] = toWgs84(toDegrees(x), toDegrees(y), system);
      return finder.find(toFixed(lon), toFixed(lat)).base === null;
    }).length;
  }
}

const names = { gcj02: 'GCJ-02', bd09: 'BD-09' };

function percent(part: number, whole: number): string {
  return `${Math.round((1000 * part) / whole) / 10} %`;
}
