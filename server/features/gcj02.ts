// Positions for Chinese web maps. Output only: a third of all points would come back a unit off.
import { toDegrees, toFixed, toGcj02 } from '../../core/coordinates.ts';

type Positions = number | Positions[];

/** @param geometry GeoJSON text in WGS84 @returns the same in GCJ-02, with 7 decimals */
export function geometryInGcj02(geometry: string): string {
  const { coordinates, ...rest } = JSON.parse(geometry) as { type: string; coordinates: Positions[] };
  return JSON.stringify({ ...rest, coordinates: shifted(coordinates) });
}

function shifted(positions: Positions[]): Positions[] {
  const [lon, lat] = positions;
  if (typeof lon === 'number' && typeof lat === 'number') {
    return toGcj02(lon, lat).map((degrees) => toDegrees(toFixed(degrees)));
  }
  return positions.map((part) => shifted(part as Positions[]));
}
