// The attributes of a shapefile: .dbf (dBASE III). Columns have one width for all rows, known only at the end: the rows
// wait in a file of their own until then.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { ExportEncoding } from '../../exportRequest.ts';
import { digitsOf, type Field, textBytes } from './fields.ts';
import { OutputFile } from './outputFile.ts';
import { requireRoom } from './tooLarge.ts';

interface Width {
  /** Before and after the decimal point; of text, bytes before it. */
  whole: number;
  decimals: number;
}

export class DbfFile {
  readonly #path: string;
  readonly #fields: readonly Field[];
  readonly #encoding: ExportEncoding;
  readonly #waiting: OutputFile;
  readonly #widths: Width[];
  #rows = 0;
  /** How many texts were cut off. */
  cut = 0;

  private constructor(path: string, fields: readonly Field[], encoding: ExportEncoding, waiting: OutputFile) {
    this.#path = path;
    this.#fields = fields;
    this.#encoding = encoding;
    this.#waiting = waiting;
    this.#widths = fields.map(() => ({ whole: 1, decimals: 0 }));
  }

  /** @param path without extension */
  static async create(path: string, fields: readonly Field[], encoding: ExportEncoding): Promise<DbfFile> {
    return new DbfFile(path, fields, encoding, await OutputFile.create(`${path}.rows`));
  }

  /** @param values in the fields' order */
  async add(values: readonly (string | number | null)[]): Promise<void> {
    values.forEach((value, index) => {
      if (value === null) return;
      const width = this.#widths[index]!;
      if (typeof value === 'number') {
        const [whole, decimals] = digitsOf(value);
        width.whole = Math.max(width.whole, whole.length);
        width.decimals = Math.max(width.decimals, decimals.length);
      } else {
        const { bytes, isCut } = textBytes(value, this.#encoding);
        width.whole = Math.max(width.whole, bytes.length);
        if (isCut) this.cut += 1;
      }
    });
    this.#rows += 1;
    await this.#waiting.append(Buffer.from(`${JSON.stringify(values)}\n`));
  }

  async finish(): Promise<void> {
    await this.#waiting.finish(Buffer.alloc(0));
    const widths = this.#widths.map(({ whole, decimals }) => whole + (decimals === 0 ? 0 : decimals + 1));
    const recordBytes = 1 + widths.reduce((sum, width) => sum + width, 0);
    const header = this.#header(widths, recordBytes);
    requireRoom('.dbf', header.length + this.#rows * recordBytes + 1);
    const dbf = await OutputFile.create(`${this.#path}.dbf`);
    try {
      await dbf.append(header);
      for await (const line of createInterface({
        input: createReadStream(`${this.#path}.rows`),
        crlfDelay: Infinity,
      })) {
        await dbf.append(this.#record(JSON.parse(line), widths, recordBytes));
      }
      await dbf.append(Buffer.from([0x1a]));
      await dbf.finish(header);
    } catch (error) {
      await dbf.abandon();
      throw error;
    }
  }

  async abandon(): Promise<void> {
    await this.#waiting.abandon();
  }

  #record(
    values: readonly (string | number | null)[],
    widths: readonly number[],
    recordBytes: number,
  ): Buffer {
    // spaces: not deleted, and empty
    const record = Buffer.alloc(recordBytes, 0x20);
    let at = 1;
    values.forEach((value, index) => {
      const width = widths[index]!;
      if (typeof value === 'number') {
        record.write(value.toFixed(this.#widths[index]!.decimals).padStart(width), at, 'latin1');
      } else if (value !== null) {
        textBytes(value, this.#encoding).bytes.copy(record, at);
      }
      at += width;
    });
    return record;
  }

  #header(widths: readonly number[], recordBytes: number): Buffer {
    const header = Buffer.alloc(32 + this.#fields.length * 32 + 1);
    header.writeUInt8(3, 0);
    const now = new Date();
    header.set([now.getUTCFullYear() - 1900, now.getUTCMonth() + 1, now.getUTCDate()], 1);
    header.writeUInt32LE(this.#rows, 4);
    header.writeUInt16LE(header.length, 8);
    header.writeUInt16LE(recordBytes, 10);
    // the code page, for programs that do not read the .cpg: 0x4d is 936, which GB18030 extends
    header.writeUInt8(this.#encoding === 'gb18030' ? 0x4d : 0, 29);
    this.#fields.forEach((field, index) => {
      const at = 32 + index * 32;
      header.write(field.name, at, 'latin1');
      header.write(field.isNumber ? 'N' : 'C', at + 11, 'latin1');
      header.writeUInt8(widths[index]!, at + 16);
      header.writeUInt8(this.#widths[index]!.decimals, at + 17);
    });
    header.writeUInt8(0x0d, header.length - 1);
    return header;
  }
}
