// A zip file from outside: only looked into, never unpacked to disk, and nothing of it is believed without a bound.
import type { Readable } from 'node:stream';
import { type Entry, openPromise, validateFileName, type ZipFile } from 'yauzl';
import { limits } from '../../limits.ts';
import { ImportRefused } from '../faults.ts';
import { decodeField, Utf8Evidence } from './encoding.ts';

/** Small files inside, as .prj and .cpg: a page of text. */
const MAX_TEXT_BYTES = 100_000;
const UTF8_NAME_FLAG = 0x800;

export interface ArchiveEntry {
  name: string;
  bytes: number;
  open(): Promise<Readable>;
}

export interface Archive {
  entries: ArchiveEntry[];
  close(): void;
}

/** @throws ImportRefused */
export async function openArchive(path: string): Promise<Archive> {
  let zip: ZipFile;
  try {
    // names are decoded here: those of Chinese Windows are in GBK and do not say so
    zip = await openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false });
  } catch (error) {
    throw new ImportRefused(`The file is not a zip archive: ${(error as Error).message}`);
  }
  try {
    if (zip.entryCount > limits.archiveEntries) {
      throw new ImportRefused(
        `The archive has ${zip.entryCount} entries; ${limits.archiveEntries} are the most`,
      );
    }
    const entries: ArchiveEntry[] = [];
    for await (const entry of zip.eachEntry()) entries.push(checkedEntry(zip, entry));
    const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
    if (bytes > limits.archiveBytes) {
      throw new ImportRefused(`The archive unpacks to ${bytes} bytes; ${limits.archiveBytes} are the most`);
    }
    return { entries, close: () => zip.close() };
  } catch (error) {
    zip.close();
    if (error instanceof ImportRefused) throw error;
    throw new ImportRefused(`The archive is damaged: ${(error as Error).message}`);
  }
}

/** @throws ImportRefused when it is not a page of text */
export async function readText(entry: ArchiveEntry): Promise<string> {
  if (entry.bytes > MAX_TEXT_BYTES)
    throw new ImportRefused(`${entry.name} is too large: ${entry.bytes} bytes`);
  const chunks: Buffer[] = [];
  for await (const chunk of chunksOf(entry)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** The entry's bytes; what unpacks badly is a refusal, not a failure of the server. */
export async function* chunksOf(entry: ArchiveEntry): AsyncGenerator<Buffer> {
  let stream: Readable | undefined;
  try {
    stream = await entry.open();
    yield* stream as AsyncIterable<Buffer>;
  } catch (error) {
    throw new ImportRefused(`${entry.name} does not unpack: ${(error as Error).message}`);
  } finally {
    stream?.destroy();
  }
}

function checkedEntry(zip: ZipFile, entry: Entry): ArchiveEntry {
  const name = nameOf(entry);
  const problem = validateFileName(name.replaceAll('\\', '/'));
  if (problem !== null) throw new ImportRefused(`The archive names a file outside of itself: ${problem}`);
  if (entry.isEncrypted())
    throw new ImportRefused(`${name} is encrypted; send the archive without a password`);
  const { compressedSize, uncompressedSize } = entry;
  if (uncompressedSize > limits.archiveFreeBytes && uncompressedSize > compressedSize * limits.archiveRatio) {
    throw new ImportRefused(
      `${name} unpacks from ${compressedSize} to ${uncompressedSize} bytes, more than ${limits.archiveRatio} times: that is no data`,
    );
  }
  return { name, bytes: uncompressedSize, open: () => zip.openReadStreamPromise(entry) };
}

function nameOf({ fileNameRaw, generalPurposeBitFlag }: Entry): string {
  if ((generalPurposeBitFlag & UTF8_NAME_FLAG) !== 0) return fileNameRaw.toString('utf8');
  const evidence = new Utf8Evidence();
  evidence.add(fileNameRaw);
  return decodeField(fileNameRaw, evidence.verdict());
}
