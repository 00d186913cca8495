// GeoPackages for the reader's tests: tables by SQLite, geometries byte by byte.
import { Buffer } from 'node:buffer';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sqlite from 'node-sqlite3-wasm';

export interface TestLayer {
  name: string;
  srsId: number;
  rows: readonly { reference: string; geometry: Buffer | null }[];
}

/** The file's bytes. `statements` come last, to spoil what is right. */
export function geoPackage(
  layers: readonly TestLayer[],
  definitions: Readonly<Record<number, string>> = {},
  statements: readonly string[] = [],
): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'gridwright-gpkg-'));
  const path = join(folder, 'test.gpkg');
  const database = new sqlite.Database(path);
  try {
    database.exec(`
      create table gpkg_spatial_ref_sys (srs_name text, srs_id integer primary key, organization text,
        organization_coordsys_id integer, definition text);
      create table gpkg_contents (table_name text primary key, data_type text);
      create table gpkg_geometry_columns (table_name text, column_name text, srs_id integer);
      insert into gpkg_spatial_ref_sys values ('WGS 84', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84"]');
      insert into gpkg_spatial_ref_sys values ('Undefined', 0, 'NONE', 0, 'undefined')`);
    for (const [srsId, definition] of Object.entries(definitions)) {
      database.run('insert into gpkg_spatial_ref_sys values (?, ?, ?, ?, ?)', [
        '',
        Number(srsId),
        'EPSG',
        Number(srsId),
        definition,
      ]);
    }
    for (const { name, srsId, rows } of layers) {
      database.exec(`create table "${name}" (fid integer primary key, geom blob, reference text)`);
      database.run('insert into gpkg_contents values (?, ?)', [name, 'features']);
      database.run('insert into gpkg_geometry_columns values (?, ?, ?)', [name, 'geom', srsId]);
      for (const { reference, geometry } of rows) {
        database.run(`insert into "${name}" (geom, reference) values (?, ?)`, [geometry, reference]);
      }
    }
    for (const statement of statements) database.exec(statement);
    database.close();
    return readFileSync(path);
  } finally {
    if (database.isOpen) database.close();
    rmSync(folder, { recursive: true });
  }
}

/** A GeoPackage's blob of a point. */
export function pointBlob([x, y]: readonly [number, number]): Buffer {
  const wkb = Buffer.alloc(21);
  wkb[0] = 1;
  wkb.writeUInt32LE(1, 1);
  wkb.writeDoubleLE(x, 5);
  wkb.writeDoubleLE(y, 13);
  return blob(wkb);
}

/** One of a MultiPolygon of one polygon, with heights and big-endian, as some writers have it. */
export function multiPolygonBlob(rings: readonly (readonly [number, number][])[]): Buffer {
  const ringBytes = rings.map((ring) =>
    Buffer.concat([count(ring.length), ...ring.map(([x, y]) => doubles([x, y, 7]))]),
  );
  const polygon = Buffer.concat([head(1003), count(rings.length), ...ringBytes]);
  return blob(Buffer.concat([head(1006), count(1), polygon]));
}

export function blob(wkb: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.write('GP');
  header[3] = 1;
  return Buffer.concat([header, wkb]);
}

function head(type: number): Buffer {
  return Buffer.concat([Buffer.from([0]), count(type)]);
}

function count(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function doubles(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(8 * values.length);
  values.forEach((value, index) => {
    bytes.writeDoubleBE(value, 8 * index);
  });
  return bytes;
}
