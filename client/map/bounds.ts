import { bbox, circle } from '@turf/turf';
import type { Bounds } from '../state/view.svelte.ts';

/** The bounds of a circle around a place. */
export function around(lon: number, lat: number, radiusM: number): Bounds {
  const [west, south, east, north] = bbox(circle([lon, lat], radiusM, { units: 'meters', steps: 8 }));
  return [west, south, east, north];
}

export function contains([west, south, east, north]: Bounds, lon: number, lat: number): boolean {
  return lon >= west && lon <= east && lat >= south && lat <= north;
}
