// A GeoPackage, which is an SQLite database: read row by row from its file. It comes from outside, so only plain tables are
// read, with statements of our own: a view or a computed column could keep the process busy for ever.
import sqlite, { type Database, type SQLiteValue } from 'node-sqlite3-wasm';
import { ImportRefused } from '../faults.ts';
import { convertPositions, projectionOf, type ToDegrees } from './projection.ts';
import type { ReadItem } from './record.ts';
import type { SourceFile } from './sourceFile.ts';
import { parseGeoPackageBlob, WkbFault } from './wkb.ts';

/** 200,000 positions of four numbers, with room to spare. */
const MAX_BLOB_BYTES = 16_000_000;
const MAX_TEXT_BYTES = 64_000;
/** Plain tables of attributes name no system: nothing is to be converted. */
const degreeSystems = [4326, 4490];

interface Layer {
  table: string;
  geometryColumn: string | undefined;
  toDegrees: ToDegrees | undefined;
  isVerified: boolean;
}

/** @throws ImportRefused */
export async function* readGeoPackage(file: SourceFile): AsyncGenerator<ReadItem> {
  let database: Database | undefined;
  try {
    database = new sqlite.Database(file.path, { readOnly: true, fileMustExist: true });
    yield* readLayer(database, file, findLayer(database, file.layer));
  } catch (error) {
    if (!(error instanceof sqlite.SQLite3Error)) throw error;
    throw new ImportRefused(`The file is not a GeoPackage that can be read: ${error.message}`);
  } finally {
    database?.close();
  }
}

function findLayer(database: Database, wanted: string | undefined): Layer {
  requirePlainTable(database, 'gpkg_contents');
  const contents = rowsOf(
    database,
    "select table_name as name, data_type as type from gpkg_contents where data_type in ('features', 'attributes') limit 1000",
  );
  const names = contents.map(({ name }) => String(name));
  const matching = names.filter((name) => wanted === undefined || name === wanted);
  if (matching.length !== 1) {
    const has = names.length === 0 ? 'no layer of features' : names.join(', ');
    const reason = wanted === undefined ? 'not one layer' : `no layer “${wanted}”`;
    throw new ImportRefused(`The GeoPackage has ${reason}: it has ${has}`, [], 0, 'Say which: --layer NAME');
  }
  const table = matching[0]!;
  requirePlainTable(database, table);
  if (contents[names.indexOf(table)]!.type === 'attributes') {
    return { table, geometryColumn: undefined, toDegrees: undefined, isVerified: true };
  }
  return { table, ...readGeometryColumn(database, table) };
}

function readGeometryColumn(database: Database, table: string): Omit<Layer, 'table'> {
  requirePlainTable(database, 'gpkg_geometry_columns');
  requirePlainTable(database, 'gpkg_spatial_ref_sys');
  const [column] = rowsOf(
    database,
    `select g.column_name as name, g.srs_id as srs, s.organization as organization,
       s.organization_coordsys_id as code, s.definition as definition
     from gpkg_geometry_columns g left join gpkg_spatial_ref_sys s on s.srs_id = g.srs_id
     where g.table_name = ? limit 1`,
    [table],
  );
  if (!column) throw new ImportRefused(`The layer ${table} names no geometry column`);
  const { name, srs, organization, code, definition } = column;
  const geometryColumn = String(name);
  const isDegrees = /^epsg$/i.test(String(organization)) && degreeSystems.includes(Number(code));
  if (isDegrees) return { geometryColumn, toDegrees: undefined, isVerified: true };
  // 0 and −1: undefined, geographic or not
  if (srs === 0 || srs === -1) return { geometryColumn, toDegrees: undefined, isVerified: false };
  return {
    geometryColumn,
    toDegrees: projectionOf(String(definition ?? ''), `The layer ${table}`),
    isVerified: true,
  };
}

function* readLayer(
  database: Database,
  file: SourceFile,
  { table, geometryColumn, toDegrees, isVerified }: Layer,
): Generator<ReadItem> {
  if (!isVerified) {
    file.note(`The layer ${table} does not name its coordinate system: that it is --crs is taken on trust`);
  }
  const columns = columnsOf(database, table, geometryColumn);
  const [count] = rowsOf(database, `select count(*) as rows from ${quoted(table)}`);
  const statement = database.prepare(`select ${columns.join(', ')} from ${quoted(table)}`);
  try {
    let row = 0;
    for (const values of statement.iterate() as IterableIterator<Record<string, SQLiteValue>>) {
      row += 1;
      file.readShare(row / Number(count!.rows));
      yield itemOf(row, values, geometryColumn, toDegrees);
    }
  } finally {
    statement.finalize();
  }
}

/** What is larger than anything that is stored is not fetched. */
function columnsOf(database: Database, table: string, geometryColumn: string | undefined): string[] {
  const columns = rowsOf(database, `pragma table_xinfo(${quoted(table)})`);
  const computed = columns.find(({ hidden }) => hidden !== 0);
  if (computed)
    throw new ImportRefused(
      `The column ${String(computed.name)} of ${table} is computed; export it as plain data`,
    );
  return columns.map(({ name }) => {
    const column = quoted(String(name));
    const most = name === geometryColumn ? MAX_BLOB_BYTES : MAX_TEXT_BYTES;
    return `case when length(${column}) > ${most} then '(too long)' else ${column} end as ${column}`;
  });
}

function itemOf(
  row: number,
  values: Readonly<Record<string, SQLiteValue>>,
  geometryColumn: string | undefined,
  toDegrees: ToDegrees | undefined,
): ReadItem {
  const properties: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    // a blob is no value of any field
    if (name !== geometryColumn) properties[name] = value instanceof Uint8Array ? '' : plain(value);
  }
  const blob = geometryColumn === undefined ? null : values[geometryColumn];
  if (blob === null || blob === undefined) return { row, properties };
  const unreadable = (reason: string): ReadItem => ({
    row,
    field: 'geometry',
    value: '',
    reason,
    properties,
  });
  if (!(blob instanceof Uint8Array))
    return unreadable(`the geometry is no blob of up to ${MAX_BLOB_BYTES} bytes`);
  try {
    const geometry = parseGeoPackageBlob(blob);
    if (!geometry) return { row, properties };
    if (toDegrees) convertPositions(geometry.coordinates, toDegrees);
    return { row, properties, geometry };
  } catch (error) {
    if (!(error instanceof WkbFault)) throw error;
    return unreadable(error.message);
  }
}

function plain(value: SQLiteValue): string | number | null {
  return typeof value === 'bigint' ? String(value) : (value as string | number | null);
}

function requirePlainTable(database: Database, table: string): void {
  const [entry] = rowsOf(database, 'select type, sql from sqlite_master where name = ? limit 1', [table]);
  if (entry?.type === 'table' && !/^\s*create\s+virtual/i.test(String(entry.sql))) return;
  const reason =
    entry === undefined ? `has no table ${table}` : `has ${table} as something else than a plain table`;
  throw new ImportRefused(`The file is not a GeoPackage that can be read: it ${reason}`);
}

function rowsOf(database: Database, statement: string, values: string[] = []): Record<string, SQLiteValue>[] {
  return database.all(statement, values) as Record<string, SQLiteValue>[];
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
