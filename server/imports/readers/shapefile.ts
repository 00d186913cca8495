// A zipped Shapefile: .shp and .dbf are unpacked side by side as they are read, so nothing is ever held or written whole.
import { ImportRefused } from '../faults.ts';
import { type Archive, type ArchiveEntry, chunksOf, openArchive, readText } from './archive.ts';
import { type DbfTable, openDbf } from './dbf.ts';
import { requireEncoding, Utf8Evidence, withoutCutCharacter } from './encoding.ts';
import { ExactReader } from './exactReader.ts';
import { convertPositions, projectionOf, type ToDegrees } from './projection.ts';
import type { ReadItem } from './record.ts';
import { openShp, type ShapeRecord } from './shp.ts';
import type { SourceFile } from './sourceFile.ts';

/** Bytes of the .dbf that are looked at to find out how it is encoded. */
const ENCODING_SAMPLE_BYTES = 32_000_000;

/** @throws ImportRefused */
export async function* readShapefile(file: SourceFile): AsyncGenerator<ReadItem> {
  const archive = await openArchive(file.path);
  try {
    yield* readParts(file, partsOf(archive, file.layer));
  } finally {
    archive.close();
  }
}

interface Parts {
  shp: ArchiveEntry;
  dbf: ArchiveEntry;
  prj: ArchiveEntry | undefined;
  cpg: ArchiveEntry | undefined;
}

function partsOf({ entries }: Archive, layer: string | undefined): Parts {
  // what macOS adds to archives is no data
  const files = entries.filter(({ name }) => !/(^|\/)(__MACOSX\/|\._)/.test(name));
  const layers = files.filter(({ name }) => /\.shp$/i.test(name)).map(({ name }) => name.slice(0, -4));
  if (layers.length === 0) throw new ImportRefused('The archive has no .shp');
  const layerNames = layers.map(nameOfLayer);
  const matching = layers.filter((_, index) => layer === undefined || layerNames[index] === layer);
  if (matching.length !== 1) {
    const reason = layer === undefined ? 'several Shapefiles' : `no Shapefile “${layer}”, or several`;
    throw new ImportRefused(
      `The archive has ${reason}: ${layerNames.join(', ')}`,
      [],
      0,
      'Say which: --layer NAME',
    );
  }
  const stem = matching[0]!.toLowerCase();
  const part = (extension: string) => files.find(({ name }) => name.toLowerCase() === `${stem}.${extension}`);
  const [shp, dbf] = [part('shp')!, part('dbf')];
  if (!dbf)
    throw new ImportRefused(`The archive has no ${nameOfLayer(matching[0]!)}.dbf, which holds the columns`);
  return { shp, dbf, prj: part('prj'), cpg: part('cpg') };
}

function nameOfLayer(stem: string): string {
  return stem.slice(stem.lastIndexOf('/') + 1);
}

async function* readParts(file: SourceFile, { shp, dbf, prj, cpg }: Parts): AsyncGenerator<ReadItem> {
  const toDegrees = prj ? projectionOf(await readText(prj), prj.name) : undefined;
  if (!prj) file.note('The archive has no .prj: that the coordinates are degrees of --crs is taken on trust');
  const [shapeReader, rowReader] = [new ExactReader(chunksOf(shp)), new ExactReader(chunksOf(dbf))];
  try {
    const shapes = await openShp(shapeReader);
    const table = await openDbf(rowReader);
    const encoding = await encodingOf(file, table, dbf, cpg);
    for (let row = 1; ; row += 1) {
      const [shape, tableRow] = [await shapes.readShape(), await table.readRow(encoding)];
      if (shape === undefined && tableRow === undefined) return;
      if (shape === undefined || tableRow === undefined) {
        throw new ImportRefused(
          `The .shp and the .dbf have different numbers of rows: one ends after ${row - 1}`,
        );
      }
      file.readShare(shapeReader.position / shp.bytes);
      if (!tableRow.isDeleted) yield itemOf(row, shape, tableRow.properties, toDegrees);
    }
  } finally {
    await shapeReader.close();
    await rowReader.close();
  }
}

function itemOf(
  row: number,
  { geometry, reason }: ShapeRecord,
  properties: Readonly<Record<string, unknown>>,
  toDegrees: ToDegrees | undefined,
): ReadItem {
  if (reason !== undefined) return { row, field: 'geometry', value: '', reason, properties };
  if (geometry === undefined) return { row, properties };
  if (toDegrees) convertPositions(geometry.coordinates, toDegrees);
  return { row, properties, geometry };
}

/** What the caller says, else the .cpg, else the header of the .dbf, else its bytes. */
async function encodingOf(
  file: SourceFile,
  table: DbfTable,
  dbf: ArchiveEntry,
  cpg: ArchiveEntry | undefined,
): Promise<string> {
  if (file.encoding !== undefined) return file.encoding;
  if (cpg) return requireEncoding(await readText(cpg), cpg.name);
  if (table.encoding !== undefined) return table.encoding;
  const encoding = await guessEncoding(dbf);
  if (encoding === 'gb18030') file.note('The archive has no .cpg: its text was read as GB18030');
  return encoding;
}

async function guessEncoding(dbf: ArchiveEntry): Promise<'utf8' | 'gb18030'> {
  const evidence = new Utf8Evidence();
  let seen = 0;
  for await (const chunk of chunksOf(dbf)) {
    // the header's numbers are not text
    const text = seen === 0 ? chunk.subarray(32) : chunk;
    evidence.add(withoutCutCharacter(text));
    seen += chunk.length;
    if (seen > ENCODING_SAMPLE_BYTES) break;
  }
  return evidence.verdict();
}
