// The places that typed coordinates can mean. Nobody says which system numbers are in, so each reading that lies elsewhere is
// offered, unless the system was typed with them.
import { type CoordinateSystem, toWgs84 } from '../../core/coordinates.ts';
import { parseCoordinates } from '../state/coordinates.ts';

export interface Reading {
  system: CoordinateSystem;
  /** WGS-84 */
  lon: number;
  lat: number;
  accuracyM?: number;
  /** How far from the first reading; 0: it is the first. */
  shiftM: number;
}

/** CGCS2000 and WGS-84 differ by centimetres: one reading for both. */
const guesses: readonly CoordinateSystem[] = ['wgs84', 'gcj02', 'bd09'];

const named: readonly [RegExp, CoordinateSystem][] = [
  [/wgs-?\s?84|epsg:4326/i, 'wgs84'],
  [/cgcs-?\s?2000|国家2000|epsg:4490/i, 'cgcs2000'],
  [/gcj-?\s?02|高德|腾讯|火星坐标系?|amap|gaode|tencent/i, 'gcj02'],
  [/bd-?\s?09|百度|baidu/i, 'bd09'],
];

/** Empty: the text is no position. */
export function readPositions(text: string, near?: readonly [number, number]): Reading[] {
  const plain = text.normalize('NFKC');
  const system = named.find(([pattern]) => pattern.test(plain));
  const typed = parseCoordinates(
    system === undefined
      ? plain
      : plain
          .replace(system[0], ' ')
          .replace(/[(（]\s*[)）]|坐标系?|[:：]/g, ' ')
          .trim(),
    near,
  );
  if (typed === undefined) return [];
  const systems = system === undefined ? guesses : [system[1]];
  const readings: Reading[] = [];
  for (const each of systems) {
    const [lon, lat] = toWgs84(typed.lon, typed.lat, each).map(sevenDecimals) as [number, number];
    const shiftM = readings[0] === undefined ? 0 : metresBetween(readings[0], { lon, lat });
    // outside China the systems agree
    if (readings.length > 0 && shiftM < 1) continue;
    readings.push({
      system: each,
      lon,
      lat,
      shiftM,
      ...(typed.accuracyM === undefined ? {} : { accuracyM: typed.accuracyM }),
    });
  }
  return readings;
}

function sevenDecimals(degrees: number): number {
  return Math.round(degrees * 1e7) / 1e7;
}

interface Position {
  lon: number;
  lat: number;
}

/** On a plane that touches the globe there: for a few kilometres, which is as far as the systems differ. */
function metresBetween(a: Position, b: Position): number {
  const metresPerDegree = 111_195;
  const east = (b.lon - a.lon) * Math.cos((a.lat * Math.PI) / 180);
  return Math.hypot(east, b.lat - a.lat) * metresPerDegree;
}
