// The table of a Shapefile, read row by row: dBASE III as Esri and GDAL write it.
import { ImportRefused } from '../faults.ts';
import { decodeField } from './encoding.ts';
import type { ExactReader } from './exactReader.ts';

const HEADER_BYTES = 32;
const MAX_FIELDS = 2000;
/** Code pages by the language byte of the header; 0x57 says only “ANSI”. */
const encodingOfLanguage: Readonly<Record<number, string>> = {
  3: 'windows-1252',
  77: 'gb18030',
  79: 'big5',
  120: 'big5',
  122: 'gb18030',
};

interface DbfField {
  rawName: Buffer;
  type: string;
  length: number;
}

export interface DbfTable {
  /** Undefined when the header does not say it. */
  encoding: string | undefined;
  rows: number;
  readRow(encoding: string): Promise<DbfRow | undefined>;
}

export interface DbfRow {
  isDeleted: boolean;
  properties: Record<string, unknown>;
}

/** @throws ImportRefused */
export async function openDbf(reader: ExactReader): Promise<DbfTable> {
  const header = await reader.read(HEADER_BYTES);
  if (header.length < HEADER_BYTES) throw new ImportRefused('The .dbf is shorter than its header');
  const headerBytes = header.readUInt16LE(8);
  const recordBytes = header.readUInt16LE(10);
  const fields = fieldsOf(await reader.read(Math.max(0, headerBytes - HEADER_BYTES)), recordBytes);
  const rows = header.readUInt32LE(4);
  let row = 0;
  return {
    encoding: encodingOfLanguage[header[29]!],
    rows,
    async readRow(encoding) {
      if (row === rows) return undefined;
      const record = await reader.read(recordBytes);
      if (record.length < recordBytes) throw new ImportRefused(`The .dbf ends after ${row} of ${rows} rows`);
      row += 1;
      return { isDeleted: record[0] === 0x2a, properties: propertiesOf(record, fields, encoding) };
    },
  };
}

function fieldsOf(descriptors: Buffer, recordBytes: number): DbfField[] {
  const fields: DbfField[] = [];
  for (let at = 0; at + HEADER_BYTES <= descriptors.length && descriptors[at] !== 0x0d; at += HEADER_BYTES) {
    const name = descriptors.subarray(at, at + 11);
    const end = name.indexOf(0);
    fields.push({
      rawName: Buffer.from(end < 0 ? name : name.subarray(0, end)),
      type: String.fromCharCode(descriptors[at + 11]!),
      length: descriptors[at + 16]!,
    });
  }
  const width = fields.reduce((sum, field) => sum + field.length, 1);
  if (fields.length === 0 || fields.length > MAX_FIELDS || width > recordBytes) {
    throw new ImportRefused(
      `The .dbf is damaged: ${fields.length} fields of ${width} bytes in rows of ${recordBytes}`,
    );
  }
  return fields;
}

function propertiesOf(
  record: Buffer,
  fields: readonly DbfField[],
  encoding: string,
): Record<string, unknown> {
  const properties: Record<string, unknown> = {};
  let at = 1;
  for (const { rawName, type, length } of fields) {
    properties[decodeField(rawName, encoding)] = cellValue(type, record.subarray(at, at + length), encoding);
    at += length;
  }
  return properties;
}

/** Numbers stay text, as in CSV: the field that takes them judges them. A number of asterisks is one that did not fit. */
function cellValue(type: string, bytes: Buffer, encoding: string): unknown {
  const end = bytes.indexOf(0);
  const text = decodeField(end < 0 ? bytes : bytes.subarray(0, end), encoding).trim();
  if (text === '') return null;
  if (type === 'D' && /^\d{8}$/.test(text)) {
    return text === '00000000' ? null : `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
  }
  if ((type === 'N' || type === 'F') && /^\*+$/.test(text)) return null;
  return text;
}
