// A pasted list of places: one a line, as text, as CSV or as cells of a spreadsheet. Each line keeps its number and its text,
// and one that cannot be read says why.
import { parseCoordinates, type TypedPosition } from '../../../state/coordinates.ts';
import { cellsOf, plain } from './pastedCells.ts';

/** Why a line has no position. */
export type Unreadable =
  | 'noCoordinates'
  | 'oneNumber'
  | 'gridCode'
  | 'metres'
  | 'outOfRange'
  | 'minutesBeyond59'
  | 'wholeDegrees'
  | 'beyondLimit';

export interface PastedLine {
  /** Its number in the text, from 1. */
  line: number;
  text: string;
  /** What else stands in the line: a name, a reference. */
  name: string;
  position: TypedPosition | undefined;
  problem: Unreadable | undefined;
}

/** As many as the lookup of a list takes. */
export const mostLines = 10_000;

export interface Reading {
  /** Settles which of two numbers is the longitude, and which two of three numbers are the position. */
  near: readonly [number, number] | undefined;
  /** Which cell holds what, by the header line; undefined: there is none. */
  columns: Columns | undefined;
}

interface Columns {
  lon: number;
  lat: number;
}

/** Lines that say something, with their numbers; the header line is not one of them. */
export function splitLines(text: string): {
  lines: { line: number; text: string }[];
  columns: Columns | undefined;
} {
  const lines = text
    .split(/\r\n|\r|\n/)
    .map((line, index) => ({ line: index + 1, text: line.replace(/^\uFEFF/, '') }))
    .filter((line) => plain(line.text).trim() !== '');
  const columns = lines[0] === undefined ? undefined : headerColumns(lines[0].text);
  return { lines: columns === undefined ? lines : lines.slice(1), columns };
}

const longitudeNames = /^(lon|lng|long|longitude|x|经度|東經|东经)$/;
const latitudeNames = /^(lat|latitude|y|纬度|緯度|北纬)$/;

/** Names of both ordinates and no digit: such a line is a header. */
function headerColumns(text: string): Columns | undefined {
  const names = cellsOf(text).map((cell) =>
    cell
      .trim()
      .toLowerCase()
      .replace(/\s*[([（].*$/, ''),
  );
  const [lon, lat] = [longitudeNames, latitudeNames].map((pattern) =>
    names.findIndex((name) => pattern.test(name)),
  );
  return lon === -1 || lat === -1 ? undefined : { lon: lon!, lat: lat! };
}

export function readLine(line: number, text: string, reading: Reading): PastedLine {
  const found = findPosition(text, reading);
  if (found === undefined) return { line, text, name: '', position: undefined, problem: whyUnreadable(text) };
  return { line, text, ...found, problem: undefined };
}

interface Found {
  position: TypedPosition;
  name: string;
}

function findPosition(text: string, { near, columns }: Reading): Found | undefined {
  const cells = cellsOf(text);
  if (columns !== undefined) {
    const named = inNamedCells(cells, columns);
    if (named !== undefined) return named;
  }
  const whole = positionIn(text, near);
  if (whole !== undefined) return { position: whole, name: '' };
  const inCells = nearest(candidates(cells, 2, near, ', '), near);
  if (inCells !== undefined) return inCells;
  return nearest(
    candidates(
      plain(text)
        .trim()
        .split(/[\s,;]+/),
      8,
      near,
      ' ',
    ),
    near,
  );
}

/** The header said which is which; a cell may still be written in degrees, minutes and seconds. */
function inNamedCells(cells: readonly string[], { lon, lat }: Columns): Found | undefined {
  const [east, north] = [cells[lon], cells[lat]].map((cell) => ordinate(cell ?? ''));
  if (east === undefined || north === undefined || Math.abs(east) > 180 || Math.abs(north) > 90)
    return undefined;
  return withAccuracy(
    { lon: east, lat: north },
    cells.filter((_, index) => index !== lon && index !== lat),
  );
}

function ordinate(cell: string): number | undefined {
  const decimal = decimalPoint(plain(cell).trim());
  if (/^[+-]?\d+(\.\d+)?$/.test(decimal)) return Number(decimal);
  // a partner of the other kind makes a pair of it
  return /[SWN西南北纬]/i.test(cell) && !/[EW东西]/i.test(cell)
    ? parseCoordinates(`${cell}, 0°E`)?.lat
    : (parseCoordinates(`${cell}, 0°N`)?.lon ?? undefined);
}

/** Every run of up to `longest` parts that is a position. */
function candidates(
  parts: readonly string[],
  longest: number,
  near: readonly [number, number] | undefined,
  separator: string,
): Found[] {
  const found: Found[] = [];
  for (let from = 0; from < parts.length; from += 1) {
    for (let to = from + 1; to <= Math.min(parts.length, from + longest); to += 1) {
      const run = parts.slice(from, to);
      const position = positionIn(run.map(decimalPoint).join(separator), near);
      if (position === undefined) continue;
      found.push(withAccuracy(position, [...parts.slice(0, from), ...parts.slice(to)]));
    }
  }
  return found;
}

/** `± 60 m` may stand in a cell of its own. */
function withAccuracy(position: TypedPosition, others: readonly string[]): Found {
  const accuracy = others.map((cell) => parseCoordinates(`0.5, 0.5 ${cell.trim()}`)?.accuracyM);
  const at = accuracy.findIndex((metres) => metres !== undefined);
  const name = others
    .filter((_, index) => index !== at)
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '')
    .join(' ');
  return { position: at === -1 ? position : { ...position, accuracyM: accuracy[at]! }, name };
}

/** Of several the one nearest to the region: a house number beside a longitude is a position, too, but a far one. */
function nearest(found: readonly Found[], near: readonly [number, number] | undefined): Found | undefined {
  if (near === undefined) return found[0];
  const distance = ({ position }: Found) => Math.hypot(position.lon - near[0], position.lat - near[1]);
  return found.reduce<Found | undefined>(
    (best, next) => (best === undefined || distance(next) < distance(best) ? next : best),
    undefined,
  );
}

/** Two whole numbers are an order number and a count far more often than a place known to 50 km. */
function positionIn(text: string, near: readonly [number, number] | undefined): TypedPosition | undefined {
  const [position] = plain(text).split(/±|\+\/-|\+-/);
  if (!/\d\.\d|[°′″'"度分秒]|[NSEWnsew东西南北]/.test(position!)) return undefined;
  return parseCoordinates(plain(text), near);
}

/** 120,447 in a cell of its own is a decimal number in half of Europe. */
function decimalPoint(cell: string): string {
  return /^\s*[+-]?\d{1,3},\d{3,}\s*$/.test(cell) ? cell.replace(',', '.') : cell;
}

function whyUnreadable(text: string): Unreadable {
  const numbers = (plain(text).match(/[+-]?\d+(?:\.\d+)?/g) ?? []).map(Number);
  if (/(?:^|\D)\d{6}\s?\d{3}\s?\d{3}\s?\d{3}(?:\D|$)/.test(plain(text))) return 'gridCode';
  if (numbers.length === 0) return 'noCoordinates';
  if (
    /[°度]\s*(?:[6-9]\d|\d{3,})(?:\.\d+)?\s*[′'’分]|[′'’分]\s*(?:[6-9]\d|\d{3,})(?:\.\d+)?\s*(?:[″"”秒]|′′|'')/.test(
      plain(text),
    )
  ) {
    return 'minutesBeyond59';
  }
  if (numbers.filter((value) => Math.abs(value) > 10_000).length >= 2) return 'metres';
  const fractional = (plain(text).match(/[+-]?\d+\.\d+/g) ?? []).map(Number);
  if (fractional.length >= 2) return 'outOfRange';
  const numeric = plain(text).trim();
  if (fractional.length === 1 || /^[+-]?\d+$/.test(numeric)) return 'oneNumber';
  return /^[+-]?\d{1,3}\s*[\s,;]\s*[+-]?\d{1,3}$/.test(numeric) ? 'wholeDegrees' : 'noCoordinates';
}
