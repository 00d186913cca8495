// CSV points: a plain line is cut at its commas; quotes, which are rare, are read with care.
import { isUtf8 } from 'node:buffer';
import { ProblemError } from '../errors.ts';
import { limits } from '../limits.ts';
import { type PointBatch, type PointId, type PointReader, parseNumber, shown } from './pointBatch.ts';
import { WholeLines } from './wholeLines.ts';

/** Names of the columns that are read, in any case; others are let through unread. */
const lonNames = ['lon', 'lng', 'longitude', 'x', '经度'];
const latNames = ['lat', 'latitude', 'y', '纬度'];
const idNames = ['id', 'reference'];

interface Header {
  count: number;
  lon: number;
  lat: number;
  /** −1: none. */
  id: number;
}

export class CsvReader implements PointReader {
  #header: Header | undefined;
  readonly #lines = new WholeLines();
  #isUtf8 = true;
  /** Place of the next quote in the text that is being read; −1: none. */
  #quoteAt = -1;

  get hasIds(): boolean {
    return this.#header !== undefined && this.#header.id >= 0;
  }

  push(piece: Buffer, batch: PointBatch): void {
    const lines = this.#lines.push(piece);
    if (lines) this.#read(lines, batch, false);
  }

  finish(batch: PointBatch): void {
    const last = this.#lines.rest();
    if (last.length > 0) this.#read(last, batch, true);
    if (!this.#header) throw badHeader('The body is empty: the first line must name the columns', '');
  }

  /** Reads the rows of a text; a row that is open at its end is kept for later, unless `isLast`. */
  #read(bytes: Buffer, batch: PointBatch, isLast: boolean): void {
    this.#isUtf8 = isUtf8(bytes);
    const text = bytes.toString('utf8');
    this.#quoteAt = text.indexOf('"');
    for (let start = 0; start < text.length; ) {
      const next = this.#readRow(text, start, batch, isLast);
      if (next < 0) {
        this.#lines.giveBack(text.slice(start));
        return;
      }
      start = next;
    }
  }

  /** @returns where the next row begins; −1 when this one goes on behind the text */
  #readRow(text: string, start: number, batch: PointBatch, isLast: boolean): number {
    const lineEnd = endOfLine(text, start);
    const isTooLong = lineEnd - start > limits.locateRowCharacters;
    if (this.#quoteAt >= 0 && this.#quoteAt < start) this.#quoteAt = text.indexOf('"', start);
    const hasQuote = this.#quoteAt >= 0 && this.#quoteAt < lineEnd;
    if (!isTooLong && !hasQuote) {
      const end = lineEnd > start && text.charCodeAt(lineEnd - 1) === 13 ? lineEnd - 1 : lineEnd;
      if (end > start) this.#take(text.slice(start, end).split(','), batch);
      return lineEnd + 1;
    }
    const row = isTooLong ? 'too long' : quotedRow(text, start, isLast);
    if (row === 'open') return -1;
    if (typeof row === 'string') {
      this.#takeBroken(brokenRows[row], batch);
      // what follows is read again from the next line on: one bad quote costs one row
      return lineEnd + 1;
    }
    this.#take(row.fields, batch);
    return row.next;
  }

  #take(fields: string[], batch: PointBatch): void {
    const header = this.#header;
    if (!header) {
      this.#header = this.#headerOf(fields);
      return;
    }
    const id: PointId | undefined = header.id < 0 ? undefined : fields[header.id];
    if (!this.#isUtf8 && hasReplaced(fields)) {
      batch.addError(id, 'is not UTF-8 text');
      return;
    }
    if (fields.length !== header.count) {
      batch.addError(id, `has ${fields.length} fields, the header line ${header.count}`);
      return;
    }
    const lonText = fields[header.lon]!;
    const latText = fields[header.lat]!;
    const lon = parseNumber(lonText);
    if (Number.isNaN(lon)) {
      batch.addError(id, `lon=${shown(lonText)}: is not a number`);
      return;
    }
    const lat = parseNumber(latText);
    if (Number.isNaN(lat)) {
      batch.addError(id, `lat=${shown(latText)}: is not a number`);
      return;
    }
    batch.add(id, lon, lat);
  }

  #takeBroken(reason: string, batch: PointBatch): void {
    if (!this.#header) throw badHeader(`The header line ${reason}`, '');
    batch.addError(undefined, reason);
  }

  #headerOf(fields: readonly string[]): Header {
    if (!this.#isUtf8 && hasReplaced(fields)) {
      throw new ProblemError(
        415,
        'Unsupported media type',
        'The body is not UTF-8 text; convert it first, such as with iconv -f GB18030 -t UTF-8',
      );
    }
    const names = fields.map((field) =>
      field
        .replace(/^\uFEFF/, '')
        .trim()
        .toLowerCase(),
    );
    const find = (candidates: readonly string[]) =>
      candidates.map((name) => names.indexOf(name)).find((index) => index >= 0) ?? -1;
    const header = { count: names.length, lon: find(lonNames), lat: find(latNames), id: find(idNames) };
    if (header.lon < 0 || header.lat < 0) {
      throw badHeader('The first line must name the columns lon and lat', names.join(','));
    }
    return header;
  }
}

function badHeader(detail: string, value: string): ProblemError {
  const example = 'such as id,lon,lat';
  const found = value === '' ? '' : `; it names ${shown(value)}`;
  return new ProblemError(400, 'Bad request', `${detail}, ${example}${found}`);
}

const brokenRows = {
  'too long': `is longer than ${limits.locateRowCharacters} characters`,
  'never closed': 'has a quote that is never closed',
  'text after quote': 'has text behind a closing quote; a quote inside a field is written twice',
} as const;

/** Whether bytes were replaced because they are not UTF-8. */
function hasReplaced(fields: readonly string[]): boolean {
  return fields.some((field) => field.includes('\uFFFD'));
}

function endOfLine(text: string, start: number): number {
  const at = text.indexOf('\n', start);
  return at < 0 ? text.length : at;
}

type QuotedRow = { fields: string[]; next: number } | 'open' | Exclude<keyof typeof brokenRows, 'too long'>;

/** A row in which fields may be quoted, with commas and line ends inside (RFC 4180). */
function quotedRow(text: string, start: number, isLast: boolean): QuotedRow {
  const fields: string[] = [];
  let at = start;
  for (;;) {
    let field: string;
    if (text[at] === '"') {
      const closing = closingQuote(text, at + 1);
      if (closing < 0 || closing - start > limits.locateRowCharacters) {
        return isLast || text.length - start > limits.locateRowCharacters ? 'never closed' : 'open';
      }
      field = text.slice(at + 1, closing).replaceAll('""', '"');
      at = closing + 1;
    } else {
      const end = endOfField(text, at);
      field = text.slice(at, end);
      at = end;
    }
    fields.push(field);
    if (text[at] === '\r' && (text[at + 1] === '\n' || at + 1 === text.length)) at += 1;
    if (at >= text.length || text[at] === '\n') return { fields, next: at + 1 };
    if (text[at] !== ',') return 'text after quote';
    at += 1;
  }
}

/** Of the quote that ends a field whose text begins at `from`; −1 when it lies behind the text. */
function closingQuote(text: string, from: number): number {
  for (let at = from; ; at += 2) {
    at = text.indexOf('"', at);
    if (at < 0) return -1;
    if (text[at + 1] !== '"') return at;
  }
}

function endOfField(text: string, start: number): number {
  let at = start;
  while (at < text.length && text[at] !== ',' && text[at] !== '\n' && text[at] !== '\r') at += 1;
  return at;
}
