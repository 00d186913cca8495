// How text is encoded: said by its name, or found out from the bytes. Spreadsheets in China save CSV in GB18030.
import { isAscii } from 'node:buffer';
import iconv from 'iconv-lite';
import { ImportRefused } from '../faults.ts';

/** Code pages that files name by their number. */
const codePages: Readonly<Record<string, string>> = { 65001: 'utf8', 936: 'gb18030', 54936: 'gb18030' };

/**
 * A name that the decoders know, from one that people and files write: UTF-8, GBK, GB2312, cp936, ANSI 1252, 65001.
 * GBK and GB2312 are parts of GB18030.
 */
export function encodingNamed(name: string): string | undefined {
  const plain = name
    .trim()
    .toLowerCase()
    .replace(/^(ansi|oem|cp|windows|x-cp)[ _-]?(?=\d)/, '');
  if (/^(gbk|gb2312|gb_?18030|gb18030-?\d*|euc-cn|hz-gb-2312)$/.test(plain)) return 'gb18030';
  if (/^utf-?8/.test(plain)) return 'utf8';
  if (Object.hasOwn(codePages, plain)) return codePages[plain];
  const known = /^\d+$/.test(plain) ? codePageName(plain) : plain;
  return known !== undefined && iconv.encodingExists(known) ? known : undefined;
}

/** @throws ImportRefused when there is no such encoding */
export function requireEncoding(name: string, where: string): string {
  const encoding = encodingNamed(name);
  if (encoding !== undefined) return encoding;
  throw new ImportRefused(
    `${where} names the encoding “${name.trim().slice(0, 40)}”, which is not known; UTF-8, GB18030, Big5 and windows-1252 are`,
  );
}

function codePageName(number: string): string | undefined {
  // 88591 is how Esri writes ISO-8859-1
  if (/^8859\d{1,2}$/.test(number)) return `iso8859${number.slice(4)}`;
  return `cp${number}`;
}

/**
 * UTF-8 where the bytes are, GB18030 where they are not. A file that is UTF-8 for the most part stays UTF-8: its few wrong
 * bytes are faults at their fields, and not a reason to misread all others.
 */
export async function detectEncoding(bytes: AsyncIterable<Uint8Array>): Promise<'utf8' | 'gb18030'> {
  const evidence = new Utf8Evidence();
  for await (const chunk of bytes) evidence.add(chunk);
  return evidence.verdict();
}

export class Utf8Evidence {
  /** Bytes outside of ASCII that are part of valid sequences, and those that are not. */
  #valid = 0;
  #invalid = 0;
  /** Continuation bytes that the open sequence still needs, and its length so far. */
  #missing = 0;
  #open = 0;

  add(chunk: Uint8Array): void {
    if (this.#missing === 0 && isAscii(chunk)) return;
    for (const byte of chunk) {
      if (this.#missing > 0) {
        if ((byte & 0xc0) === 0x80) {
          this.#open += 1;
          this.#missing -= 1;
          if (this.#missing === 0) this.#valid += this.#open;
          continue;
        }
        this.#invalid += this.#open;
        this.#missing = 0;
      }
      if (byte < 0x80) continue;
      this.#open = 1;
      if (byte >= 0xc2 && byte <= 0xdf) this.#missing = 1;
      else if (byte >= 0xe0 && byte <= 0xef) this.#missing = 2;
      else if (byte >= 0xf0 && byte <= 0xf4) this.#missing = 3;
      else this.#invalid += 1;
    }
  }

  verdict(): 'utf8' | 'gb18030' {
    return this.#invalid > 0 && this.#invalid >= this.#valid ? 'gb18030' : 'utf8';
  }
}

/** The bytes as UTF-8; a character that lies on two chunks stays whole. UTF-8 itself passes as it is. */
export async function* inUtf8(bytes: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  if (encoding === 'utf8') {
    yield* bytes;
    return;
  }
  const decoder = iconv.getDecoder(encoding);
  for await (const chunk of bytes) yield Buffer.from(decoder.write(chunk));
  const rest = decoder.end();
  if (rest) yield Buffer.from(rest);
}

/** Text of a field of fixed width; what a writer cut in the middle of a character at its end is left out. */
export function decodeField(bytes: Buffer, encoding: string): string {
  return iconv.decode(encoding === 'utf8' ? withoutCutCharacter(bytes) : bytes, encoding);
}

export function withoutCutCharacter(bytes: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back]!;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 1;
    return length > back ? bytes.subarray(0, bytes.length - back) : bytes;
  }
  return bytes;
}
