// Reads a position that a person typed or pasted, in the forms that occur: two decimal numbers in either order,
// hemisphere letters, degrees-minutes-seconds, and 北纬/东经 with 度分秒. Optional accuracy: "± 60 m".

export interface TypedPosition {
  lon: number;
  lat: number;
  accuracyM?: number;
}

/** `near` (lon, lat) settles the order of two numbers that could be either. Undefined: the text is no position. */
export function parseCoordinates(text: string, near?: readonly [number, number]): TypedPosition | undefined {
  const { position, accuracyM } = splitAccuracy(normalise(text));
  if (/^[\d\s]*$/.test(position)) return undefined; // "003 003" is the end of a grid code
  const pair = withHemispheres(position) ?? twoNumbers(position, near);
  if (pair === undefined || Math.abs(pair.lon) > 180 || Math.abs(pair.lat) > 90) return undefined;
  return accuracyM === undefined ? pair : { ...pair, accuracyM };
}

/** Full-width digits and marks to plain ones, Chinese words to letters and signs. */
function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/北纬|纬度/g, 'N')
    .replace(/南纬/g, 'S')
    .replace(/东经|经度/g, 'E')
    .replace(/西经/g, 'W')
    .replace(/度/g, '°')
    .replace(/分/g, '′')
    .replace(/秒/g, '″')
    .replace(/['’´]/g, '′')
    .replace(/′′/g, '″')
    .replace(/["”]/g, '″')
    .replace(/º/g, '°')
    .replace(/[−–]/g, '-')
    .replace(/[、;，]/g, ',')
    .replace(/米/g, 'm')
    .toUpperCase()
    .trim();
}

function splitAccuracy(text: string): { position: string; accuracyM?: number } {
  const match = /^(.*?)\s*,?\s*(?:±|\+\/-|\+-)\s*(\d+(?:\.\d+)?)\s*(KM|M)?$/.exec(text);
  if (match === null) return { position: text };
  return { position: match[1]!, accuracyM: Number(match[2]) * (match[3] === 'KM' ? 1000 : 1) };
}

const angle = String.raw`(\d+(?:\.\d+)?)(?:\s*°)?(?:\s*(\d+(?:\.\d+)?)\s*′)?(?:\s*(\d+(?:\.\d+)?)\s*″)?`;
const before = new RegExp(`^([NSEW])\\s*:?\\s*${angle}[\\s,]*([NSEW])\\s*:?\\s*${angle}$`);
const after = new RegExp(`^${angle}\\s*([NSEW])[\\s,]*${angle}\\s*([NSEW])$`);

function withHemispheres(text: string): TypedPosition | undefined {
  const first = before.exec(text);
  if (first !== null) {
    return fromLetters(first[1]!, degreesOf(first.slice(2, 5)), first[5]!, degreesOf(first.slice(6, 9)));
  }
  const last = after.exec(text);
  if (last === null) return undefined;
  return fromLetters(last[4]!, degreesOf(last.slice(1, 4)), last[8]!, degreesOf(last.slice(5, 8)));
}

function fromLetters(letterA: string, a: number, letterB: string, b: number): TypedPosition | undefined {
  const signed = (letter: string, value: number) => (letter === 'S' || letter === 'W' ? -value : value);
  const isLatitude = (letter: string) => letter === 'N' || letter === 'S';
  if (isLatitude(letterA) === isLatitude(letterB) || Number.isNaN(a) || Number.isNaN(b)) return undefined;
  return isLatitude(letterA)
    ? { lat: signed(letterA, a), lon: signed(letterB, b) }
    : { lon: signed(letterA, a), lat: signed(letterB, b) };
}

/** NaN where minutes or seconds are 60 or more. */
function degreesOf([degrees, minutes = '0', seconds = '0']: (string | undefined)[]): number {
  if (Number(minutes) >= 60 || Number(seconds) >= 60) return Number.NaN;
  return Number(degrees) + Number(minutes) / 60 + Number(seconds) / 3600;
}

const signedAngle = `([+-]?)${angle}`;
const pairOfNumbers = new RegExp(`^[([]?\\s*${signedAngle}(?:\\s*,\\s*|\\s+)${signedAngle}\\s*[)\\]]?$`);

/**
 * A number beyond ±90 is the longitude. Where both could be either, the order that lies nearer to `near` is meant;
 * without it longitude comes first, as in GeoJSON.
 */
function twoNumbers(text: string, near?: readonly [number, number]): TypedPosition | undefined {
  const match = pairOfNumbers.exec(text);
  if (match === null) return undefined;
  const a = (match[1] === '-' ? -1 : 1) * degreesOf(match.slice(2, 5));
  const b = (match[5] === '-' ? -1 : 1) * degreesOf(match.slice(6, 9));
  if (Number.isNaN(a) || Number.isNaN(b)) return undefined;
  if (Math.abs(a) > 90) return { lon: a, lat: b };
  if (Math.abs(b) > 90) return { lon: b, lat: a };
  if (near === undefined) return { lon: a, lat: b };
  const distance = (lon: number, lat: number) => Math.hypot(lon - near[0], lat - near[1]);
  return distance(a, b) <= distance(b, a) ? { lon: a, lat: b } : { lon: b, lat: a };
}
