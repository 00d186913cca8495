import { Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import { ImportRefused } from '../faults.ts';
import { detectEncoding, inUtf8 } from './encoding.ts';
import { MAX_RECORD_CHARACTERS, type ReadItem, type UnreadableRow } from './record.ts';
import type { SourceFile } from './sourceFile.ts';

/**
 * Rows of a CSV file with a header line, streamed. `row` is the line on which the row ends; a quoted field may span
 * several. A line that does not parse is reported, and reading goes on behind it. Text in GB18030 is known by its bytes.
 */
export async function* readCsv(file: SourceFile): AsyncGenerator<ReadItem> {
  const encoding = file.encoding ?? (await detectEncoding(file.bytes()));
  if (encoding === 'gb18030' && file.encoding === undefined) {
    file.note('The file is not UTF-8: it was read as GB18030');
  }
  const broken: ReadItem[] = [];
  const parser = parse({
    bom: true,
    columns: checkedHeader,
    info: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD_CHARACTERS,
    skip_records_with_error: true,
    on_skip: (error, raw) => {
      // one line may offend twice; the first offence explains it
      if (error && broken.at(-1)?.row !== error.lines) broken.push(brokenLine(error, raw));
      return undefined;
    },
  });
  const source = Readable.from(inUtf8(file.bytes(), encoding));
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const { record, info } of parser as AsyncIterable<CsvRow>) {
      yield* broken.splice(0);
      yield { row: info.lines, properties: record };
    }
  } catch (error) {
    if (!isCsvError(error)) throw error;
    // nothing behind it was read
    broken.push({ ...brokenLine(error, undefined), endsFile: true });
  } finally {
    source.destroy();
  }
  yield* broken;
}

interface CsvRow {
  record: Record<string, string>;
  info: { lines: number };
}

function checkedHeader(names: string[]): string[] {
  const columns = names.map((name) => name.trim());
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  if (twice !== undefined) throw new ImportRefused(`The header line names the column ${twice} twice`);
  return columns;
}

function brokenLine(error: CsvError, raw: string | undefined): UnreadableRow {
  const row = typeof error.lines === 'number' ? error.lines : 0;
  const reason = reasons[error.code] ?? error.message;
  // what follows such a line was taken for the inside of a field
  const endsFile = error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE';
  return { row, field: 'line', value: raw ?? '', reason, endsFile };
}

const reasons: Readonly<Record<string, string>> = {
  CSV_RECORD_INCONSISTENT_COLUMNS: 'has not as many fields as the header line',
  CSV_QUOTE_NOT_CLOSED: 'a quote that opens here is never closed',
  CSV_INVALID_CLOSING_QUOTE: 'text follows a closing quote; a quote inside a field is written twice',
  CSV_MAX_RECORD_SIZE: `is longer than ${MAX_RECORD_CHARACTERS} characters`,
};

function isCsvError(error: unknown): error is CsvError {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_');
}
