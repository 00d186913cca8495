import { StringDecoder } from 'node:string_decoder';
import { parseFeature } from './geoJson.ts';
import { MAX_BRACKETS, MAX_DEPTH, MAX_RECORD_CHARACTERS, type ReadItem, tooManyBrackets } from './record.ts';

const RECORD_SEPARATOR = '\u001E';

/** Newline-delimited GeoJSON, one Feature a line; RFC 8142's record separators are let through. */
export async function* readFeatureLines(bytes: AsyncIterable<Buffer>): AsyncGenerator<ReadItem> {
  const decoder = new StringDecoder('utf8');
  let row = 0;
  let rest = '';
  let isTooLong = false;
  for await (const chunk of bytes) {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      row += 1;
      const item = isTooLong ? tooLong(row) : itemOfLine(row, line);
      isTooLong = false;
      if (item) yield item;
    }
    if (rest.length > MAX_RECORD_CHARACTERS) {
      isTooLong = true;
      rest = '';
    }
  }
  const last = isTooLong ? tooLong(row + 1) : itemOfLine(row + 1, rest + decoder.end());
  if (last) yield last;
}

function itemOfLine(row: number, line: string): ReadItem | undefined {
  const text = (line.startsWith(RECORD_SEPARATOR) ? line.slice(1) : line).trim();
  if (text === '') return undefined;
  const reason = tooComplex(text);
  if (reason !== undefined) return { row, field: 'feature', value: text, reason };
  return parseFeature(row, text);
}

function tooLong(row: number): ReadItem {
  return { row, field: 'feature', value: '', reason: `is longer than ${MAX_RECORD_CHARACTERS} characters` };
}

/** Why the text must not be parsed at all. */
function tooComplex(text: string): string | undefined {
  let depth = 0;
  let brackets = 0;
  // brackets inside strings are skipped by matching whole strings first
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/g)) {
    if (token === '{' || token === '[') {
      depth += 1;
      brackets += 1;
    } else if (token === '}' || token === ']') {
      depth -= 1;
    }
    if (depth > MAX_DEPTH) return `is nested deeper than ${MAX_DEPTH} levels`;
    if (brackets > MAX_BRACKETS) return tooManyBrackets;
  }
  return undefined;
}
