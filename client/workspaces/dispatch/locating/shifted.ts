const metresPerDegree = 111_320;

/** A place some metres farther; within a district the earth is flat enough for a nudge. */
export function shifted(
  [lon, lat]: readonly [number, number],
  eastM: number,
  northM: number,
): [lon: number, lat: number] {
  return [lon + eastM / (metresPerDegree * Math.cos((lat * Math.PI) / 180)), lat + northM / metresPerDegree];
}

/** Metres between two places of a district. */
export function metresBetween(a: { lon: number; lat: number }, b: { lon: number; lat: number }): number {
  const east = (b.lon - a.lon) * metresPerDegree * Math.cos((((a.lat + b.lat) / 2) * Math.PI) / 180);
  return Math.hypot(east, (b.lat - a.lat) * metresPerDegree);
}
