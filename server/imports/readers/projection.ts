// The coordinate system that a file says of itself, as well-known text. Degrees on WGS 84 or CGCS2000, which agree within
// centimetres, pass as they are; metres of a projection of those are turned into degrees. Anything else is refused: other
// datums are off by up to hundreds of metres, and no text says by how much.
import proj4 from 'proj4';
import { ImportRefused } from '../faults.ts';

/** A position in the file as longitude and latitude in degrees. */
export type ToDegrees = (x: number, y: number) => [number, number];

const knownDatum =
  /WGS[ _]?(19)?84|World Geodetic System 1984|CGCS[ _]?2000|China[ _]?(Geodetic[ _]Coordinate[ _]System[ _])?2000/i;

/**
 * @returns undefined when the file's coordinates are degrees already
 * @throws ImportRefused with the text, when it cannot be used
 */
export function projectionOf(wellKnownText: string, where: string): ToDegrees | undefined {
  const text = wellKnownText.replace(/^\uFEFF/, '').trim();
  const geographic = /GEOG(CS|CRS)\s*\[.*/is.exec(text)?.[0] ?? /BASEGEOGCRS\s*\[.*/is.exec(text)?.[0];
  if (geographic === undefined || !isKnownDatum(geographic)) {
    throw refused(text, where, 'its datum is neither WGS 84 nor CGCS2000');
  }
  if (/^(GEOGCS|GEOGCRS)\b/i.test(text)) {
    if (/UNIT\s*\[\s*"deg/i.test(geographic)) return undefined;
    throw refused(text, where, 'its unit is not the degree');
  }
  if (!/^(PROJCS|PROJCRS)\b/i.test(text))
    throw refused(text, where, 'it is neither geographic nor projected');
  return unprojected(text, where);
}

/** The name of the datum counts, not that of the system: a local system may be called after the one it is near to. */
function isKnownDatum(geographic: string): boolean {
  const datum = /(?:DATUM|ENSEMBLE)\s*\[\s*"([^"]*)"/i.exec(geographic)?.[1];
  const meridian = /PRIMEM\s*\[\s*"[^"]*"\s*,\s*([-\d.]+)/i.exec(geographic)?.[1] ?? '0';
  return datum !== undefined && knownDatum.test(datum) && Number(meridian) === 0;
}

function unprojected(text: string, where: string): ToDegrees {
  try {
    const converter = proj4(text, 'WGS84');
    converter.forward([0, 0]);
    return (x, y) => {
      // a position that no projection gives comes out as NaN, and is a fault of its row
      const [lon, lat] = converter.forward([x, y]);
      return [lon!, lat!];
    };
  } catch {
    throw refused(text, where, 'its projection is not known');
  }
}

function refused(text: string, where: string, why: string): ImportRefused {
  const shown = text.length > 500 ? `${text.slice(0, 500)}…` : text;
  return new ImportRefused(
    `${where} has a coordinate system that cannot be read: ${why}: ${shown}`,
    [],
    0,
    'Convert the file to EPSG:4326 or EPSG:4490',
  );
}

/** A GeoJSON geometry with each of its positions turned into degrees, in place: the readers have just made it. */
export function convertPositions(coordinates: unknown[], toDegrees: ToDegrees): void {
  if (typeof coordinates[0] === 'number') {
    const [lon, lat] = toDegrees(coordinates[0], coordinates[1] as number);
    coordinates[0] = lon;
    coordinates[1] = lat;
    return;
  }
  for (const part of coordinates) convertPositions(part as unknown[], toDegrees);
}
