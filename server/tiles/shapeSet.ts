// The shapes of one layer of one region, whole, in typed arrays: about 12 bytes a vertex.
import type { Geometry, Position } from 'geojson';
import { toFixed } from '../../core/coordinates.ts';
import { markImportance } from '../../core/lineImportance.ts';
import type { Bounds } from './tileCoordinate.ts';
import type { ShapeSource } from './tileLayer.ts';
import { type GeometryType, geometryTypes, type Value } from './vectorTile.ts';
import { worldX, worldXOfMetres, worldY, worldYOfMetres } from './world.ts';

export interface ShapeRow {
  id: number;
  /** GeoJSON */
  geometry: string;
  [field: string]: Value | null;
}

export interface ShapeSet {
  length: number;
  /** By feature. */
  ids: Float64Array;
  types: Uint8Array;
  values: readonly (readonly (Value | undefined)[])[];
  kinds: readonly (string | undefined)[];
  /** By feature: west, north, east, south in world units. */
  boxes: Float64Array;
  /** First part of each feature, and after the last one the number of parts. */
  firstPart: Uint32Array;
  /** Where a part's positions begin, and after the last one where they end. A part is a point, a line or a ring that is closed. */
  firstPosition: Uint32Array;
  isHole: Uint8Array;
  /** x0, y0, x1, y1, … in world units; shells run so that their area is positive with y down, holes the other way. */
  positions: Uint32Array;
  /** By vertex, in world units: `core/lineImportance.ts`. Undefined where the shapes are drawn as they are. */
  importance: Float32Array | undefined;
  /** In degrees; null when there are no shapes, or they came in metres. */
  bounds: Bounds | null;
}

export function bytesOf(set: ShapeSet): number {
  const { ids, boxes, firstPart, firstPosition, positions, importance } = set;
  const arrays = [ids, boxes, firstPart, firstPosition, positions, ...(importance ? [importance] : [])];
  return arrays.reduce((sum, array) => sum + array.byteLength, 0) + set.length * bytesPerRecord;
}

/** A feature's values as JavaScript holds them, names included. */
const bytesPerRecord = 300;

interface Part {
  positions: number[];
  isHole: boolean;
}

export class ShapeSetBuilder {
  readonly #source: ShapeSource;
  readonly #fields: readonly string[];
  readonly #ids: number[] = [];
  readonly #types: GeometryType[] = [];
  readonly #values: (Value | undefined)[][] = [];
  readonly #kinds: (string | undefined)[] = [];
  readonly #boxes: number[] = [];
  readonly #firstPart: number[] = [0];
  readonly #firstPosition: number[] = [0];
  readonly #isHole: number[] = [];
  readonly #chunks: Uint32Array[] = [];
  #bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];

  constructor(source: ShapeSource) {
    this.#source = source;
    this.#fields = Object.keys(source.fields);
  }

  add(row: ShapeRow): void {
    const { type, parts } = this.#partsOf(JSON.parse(row.geometry) as Geometry);
    if (parts.length === 0) return;
    this.#ids.push(row.id);
    this.#types.push(type);
    this.#values.push(this.#fields.map((field) => row[field] ?? undefined));
    this.#kinds.push(typeof row.kind === 'string' ? row.kind : undefined);
    const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const { positions, isHole } of parts) {
      widen(box, positions);
      this.#isHole.push(isHole ? 1 : 0);
      this.#firstPosition.push(this.#firstPosition.at(-1)! + positions.length);
      this.#chunks.push(Uint32Array.from(positions));
    }
    this.#boxes.push(...box);
    this.#firstPart.push(this.#isHole.length);
  }

  finish(): ShapeSet {
    const firstPosition = Uint32Array.from(this.#firstPosition);
    const positions = new Uint32Array(firstPosition.at(-1)!);
    for (const [part, chunk] of this.#chunks.entries()) positions.set(chunk, firstPosition[part]!);
    return {
      length: this.#ids.length,
      ids: Float64Array.from(this.#ids),
      types: Uint8Array.from(this.#types),
      values: this.#values,
      kinds: this.#kinds,
      boxes: Float64Array.from(this.#boxes),
      firstPart: Uint32Array.from(this.#firstPart),
      firstPosition,
      isHole: Uint8Array.from(this.#isHole),
      positions,
      importance: this.#source.isThinned ? importanceOf(positions, firstPosition) : undefined,
      bounds: this.#source.unit === 'metres' || this.#ids.length === 0 ? null : this.#bounds,
    };
  }

  #partsOf(geometry: Geometry): { type: GeometryType; parts: Part[] } {
    switch (geometry.type) {
      case 'Point':
        return { type: geometryTypes.point, parts: [this.#part([geometry.coordinates])] };
      case 'MultiLineString':
        return { type: geometryTypes.line, parts: geometry.coordinates.map((line) => this.#part(line)) };
      case 'MultiPolygon': {
        const parts = geometry.coordinates.flatMap((rings) =>
          rings.map((ring, at) => this.#ring(ring, at > 0)),
        );
        return { type: geometryTypes.polygon, parts };
      }
      default:
        throw new Error(`a ${geometry.type} in ${this.#source.name}`);
    }
  }

  #ring(ring: Position[], isHole: boolean): Part {
    const part = { ...this.#part(ring), isHole };
    const isTurned = doubleArea(part.positions) > 0 === isHole;
    return isTurned ? { positions: reversed(part.positions), isHole } : part;
  }

  #part(line: Position[]): Part {
    const positions: number[] = [];
    for (const [x, y] of line as [number, number][]) {
      if (this.#source.unit === 'metres') positions.push(worldXOfMetres(x), worldYOfMetres(y));
      else {
        positions.push(worldX(toFixed(x)), worldY(toFixed(y)));
        widen(this.#bounds, [x, y]);
      }
    }
    return { positions, isHole: false };
  }
}

function importanceOf(positions: Uint32Array, firstPosition: Uint32Array): Float32Array {
  const importance = new Float32Array(positions.length / 2);
  for (let part = 0; part + 1 < firstPosition.length; part += 1) {
    markImportance(positions, firstPosition[part]!, firstPosition[part + 1]!, importance);
  }
  return importance;
}

function widen(box: [number, number, number, number], positions: readonly number[]): void {
  for (let i = 0; i < positions.length; i += 2) {
    if (positions[i]! < box[0]) box[0] = positions[i]!;
    if (positions[i + 1]! < box[1]) box[1] = positions[i + 1]!;
    if (positions[i]! > box[2]) box[2] = positions[i]!;
    if (positions[i + 1]! > box[3]) box[3] = positions[i + 1]!;
  }
}

function doubleArea(ring: readonly number[]): number {
  // from the first vertex, so that the products stay small
  const [originX, originY] = [ring[0]!, ring[1]!];
  let sum = 0;
  for (let i = 2; i < ring.length; i += 2) {
    const [ax, ay] = [ring[i - 2]! - originX, ring[i - 1]! - originY];
    sum += ax * (ring[i + 1]! - originY) - (ring[i]! - originX) * ay;
  }
  return sum;
}

function reversed(positions: readonly number[]): number[] {
  const turned: number[] = [];
  for (let i = positions.length - 2; i >= 0; i -= 2) turned.push(positions[i]!, positions[i + 1]!);
  return turned;
}
