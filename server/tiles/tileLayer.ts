// What a layer of tiles is. Both kinds are drawn from memory: points from the region's snapshot, shapes from sets of their own.
import type { Sql } from 'sql-template-tag';
import type { Subject } from '../regions/versions.ts';
import type { RegionSnapshot } from '../snapshot/regionSnapshot.ts';
import type { RowTest } from './countedCells.ts';
import type { PointIndex } from './pointIndex.ts';
import type { FilterName, TileFilter } from './tileFilter.ts';
import type { Value } from './vectorTile.ts';

export interface Field {
  type: 'String' | 'Number';
  description: string;
}

/** One layer inside a tile's bytes. */
export interface SourceLayer {
  name: string;
  description: string;
  minzoom: number;
  fields: Readonly<Record<string, Field>>;
}

interface Layer {
  id: string;
  name: string;
  description: string;
  minzoom: number;
  maxzoom: number;
  /** What a tile shows, and so when it becomes stale. */
  subject: Exclude<Subject, 'everything'>;
  filters: readonly FilterName[];
  /** Of the filter `kind`; undefined where a kind is any text. */
  kinds?: readonly string[];
}

export interface ShapeSource extends SourceLayer {
  /** A set of shapes is read whole, for the zooms of one level: `rows` knows what a level is. */
  levelOf(z: number): number;
  /** Degrees, or metres of EPSG:3857. */
  unit: 'degrees' | 'metres';
  /** Whether lines are still to be thinned to what a tile can show. */
  isThinned: boolean;
  /** Lowest zoom of each kind; a kind that is not named is drawn at all zooms. */
  kindMinzoom: Readonly<Record<string, number>>;
  /** Selects `id` as float8, `geometry` (GeoJSON text in the unit, any precision) and the fields of a page of a set, in order of id. */
  rows(page: ShapePage): Sql;
}

export interface ShapePage {
  regionId: number;
  /** Boundaries in force. */
  versionInForce: number;
  level: number;
  /** Last id of the page before. */
  after: number;
  limit: number;
}

export interface ShapeLayer extends Layer {
  subject: 'boundaries' | 'context';
  sourceLayers: readonly ShapeSource[];
}

/** A region's points of one subject. */
export interface PointSource {
  index: PointIndex;
  id: Float64Array;
  /** In units of 1e-7 degree, as are y; `length` of them are in use. */
  x: Int32Array;
  y: Int32Array;
  length: number;
  /** The fields of a single point, in the layer's order; without `count`, which comes last. */
  values(row: number): readonly (Value | undefined)[];
  /** Undefined when all points are to be seen. */
  test(filter: TileFilter): RowTest | undefined;
}

export interface PointLayer extends Layer {
  subject: 'households' | 'incidents';
  sourceLayers: readonly [SourceLayer];
  points(snapshot: RegionSnapshot): PointSource;
}

export type TileLayer = ShapeLayer | PointLayer;

export function isPointLayer(layer: TileLayer): layer is PointLayer {
  return layer.subject === 'households' || layer.subject === 'incidents';
}
