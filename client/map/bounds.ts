import { bbox, circle } from '@turf/turf';
import type { Bounds } from '../state/view.svelte.ts';

/** The bounds of a circle around a place. */
export function around(lon: number, lat: number, radiusM: number): Bounds {
  const [west, south, east, north] = bbox(circle([lon, lat], radiusM, { units: 'meters', steps: 8 }));
  return [west, south, east, north];
}

/** What holds all of them; of none, nothing. */
export function boundsOf(boxes: readonly (readonly number[])[]): Bounds {
  return boxes.reduce<[number, number, number, number]>(
    ([west, south, east, north], box) => [
      Math.min(west, box[0]!),
      Math.min(south, box[1]!),
      Math.max(east, box[2]!),
      Math.max(north, box[3]!),
    ],
    [Infinity, Infinity, -Infinity, -Infinity],
  );
}

export function contains([west, south, east, north]: Bounds, lon: number, lat: number): boolean {
  return lon >= west && lon <= east && lat >= south && lat <= north;
}
