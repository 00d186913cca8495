// OGC GeoPackage 1.3: one table of features, or of attributes where there is no place.

import sqlite from 'node-sqlite3-wasm';
import type { Property } from '../../features/collections/collection.ts';
import type { FeatureRow } from '../../features/queries.ts';
import { cellOf, type ExportSubject } from '../exportRequest.ts';
import { Extent, extentOf, parseShape, type Shape } from '../shapes.ts';
import { toWkb } from './wkb.ts';

/** "GPKG" */
const APPLICATION_ID = 0x47504b47;
const VERSION = 10_300;
/** GCJ-02 has no number: it is what the standard calls undefined geographic. */
const srsIds = { wgs84: 4326, gcj02: 0 } as const;

/** Writes the file at `path`, a batch in one transaction. */
export async function writeGeoPackage(
  batches: AsyncIterable<FeatureRow[]>,
  subject: ExportSubject,
  path: string,
): Promise<void> {
  const database = new sqlite.Database(path);
  try {
    // if anything fails the file is thrown away
    database.exec('pragma journal_mode = off; pragma synchronous = off;');
    createTables(database, subject);
    const extent = await insertRows(database, batches, subject);
    if (!extent.isEmpty) {
      database.run('update gpkg_contents set min_x = ?, min_y = ?, max_x = ?, max_y = ?', [
        extent.west,
        extent.south,
        extent.east,
        extent.north,
      ]);
    }
  } finally {
    database.close();
  }
}

function createTables(database: sqlite.Database, { collection, at, crs, regionCode }: ExportSubject): void {
  const table = collection.id;
  const hasPlaces = collection.geometryTypes.length > 0;
  const srsId = srsIds[crs];
  database.exec(`
    pragma application_id = ${APPLICATION_ID};
    pragma user_version = ${VERSION};
    create table gpkg_spatial_ref_sys (srs_name text not null, srs_id integer primary key, organization text not null,
      organization_coordsys_id integer not null, definition text not null, description text);
    insert into gpkg_spatial_ref_sys values
      ('Undefined Cartesian', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'),
      ('Undefined geographic', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
      ('WGS 84', 4326, 'EPSG', 4326, '${wgs84Definition}', 'longitude and latitude in degrees');
    create table gpkg_contents (table_name text not null primary key, data_type text not null, identifier text unique,
      description text default '', last_change datetime not null, min_x double, min_y double, max_x double,
      max_y double, srs_id integer,
      constraint fk_gc_r_srs_id foreign key (srs_id) references gpkg_spatial_ref_sys (srs_id));
    create table gpkg_geometry_columns (table_name text not null, column_name text not null,
      geometry_type_name text not null, srs_id integer not null, z tinyint not null, m tinyint not null,
      constraint pk_geom_cols primary key (table_name, column_name),
      constraint uk_gc_table_name unique (table_name),
      constraint fk_gc_tn foreign key (table_name) references gpkg_contents (table_name),
      constraint fk_gc_srs foreign key (srs_id) references gpkg_spatial_ref_sys (srs_id));
    create table "${table}" (fid integer primary key autoincrement not null
      ${hasPlaces ? `, geom ${geometryTypeName(collection.geometryTypes)}` : ''}
      ${collection.properties.map((property) => `, "${property.name}" ${columnType(property)}`).join('')})`);
  const description = `${collection.description} Region ${regionCode}${crs === 'gcj02' ? ', in GCJ-02' : ''}, as recorded at ${at}.`;
  database.run(
    `insert into gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id)
     values (?, ?, ?, ?, strftime('%Y-%m-%dT%H:%M:%fZ', ?), ?)`,
    [table, hasPlaces ? 'features' : 'attributes', table, description, at, hasPlaces ? srsId : null],
  );
  if (!hasPlaces) return;
  database.run('insert into gpkg_geometry_columns values (?, ?, ?, ?, 0, 0)', [
    table,
    'geom',
    geometryTypeName(collection.geometryTypes),
    srsId,
  ]);
}

async function insertRows(
  database: sqlite.Database,
  batches: AsyncIterable<FeatureRow[]>,
  { collection, crs }: ExportSubject,
): Promise<Extent> {
  const names = collection.properties.map((property) => property.name);
  const hasPlaces = collection.geometryTypes.length > 0;
  const columns = ['fid', ...(hasPlaces ? ['geom'] : []), ...names.map((name) => `"${name}"`)];
  const insert = database.prepare(
    `insert into "${collection.id}" (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
  );
  const whole = new Extent();
  try {
    for await (const batch of batches) {
      database.exec('begin');
      for (const { id, geometry, properties } of batch) {
        const place: (Uint8Array | null)[] = [];
        if (hasPlaces) {
          const shape = geometry === null ? undefined : parseShape(geometry);
          place.push(shape === undefined ? null : geometryBlob(shape, srsIds[crs], whole));
        }
        insert.run([BigInt(id), ...place, ...names.map((name) => cellOf(properties[name]))]);
      }
      database.exec('commit');
    }
  } finally {
    insert.finalize();
  }
  return whole;
}

/** The standard's header, little-endian, then WKB; a point needs no envelope. */
function geometryBlob(shape: Shape, srsId: number, whole: Extent): Buffer {
  const extent = extentOf(shape);
  whole.addExtent(extent);
  const hasEnvelope = shape.type !== 'Point' && !extent.isEmpty;
  const header = Buffer.alloc(hasEnvelope ? 40 : 8);
  header.write('GP', 0, 'latin1');
  header.writeUInt8(0, 2);
  header.writeUInt8((hasEnvelope ? 0b10 : 0) | (extent.isEmpty ? 0b10000 : 0) | 1, 3);
  header.writeInt32LE(srsId, 4);
  if (hasEnvelope) {
    const { west, east, south, north } = extent;
    [west, east, south, north].forEach((ordinate, index) => {
      header.writeDoubleLE(ordinate, 8 + index * 8);
    });
  }
  return Buffer.concat([header, toWkb(shape)]);
}

function geometryTypeName(types: readonly string[]): string {
  return types.length === 1 ? types[0]!.toUpperCase() : 'GEOMETRY';
}

function columnType({ schema }: Property): string {
  if (schema.format === 'date-time') return 'DATETIME';
  return { string: 'TEXT', array: 'TEXT', integer: 'INTEGER', number: 'REAL' }[schema.type];
}

const wgs84Definition =
  'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],' +
  'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],' +
  'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]';
