// From a layer to a tile's bytes, out of memory: what is read of the database is read once a version, not once a tile.
import { toDegrees } from '../../core/coordinates.ts';
import type { Database } from '../database.ts';
import type { DirectoryEntry } from '../snapshot/directory.ts';
import type { RegionSnapshot } from '../snapshot/regionSnapshot.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';
import { drawPoints } from './drawPoints.ts';
import { drawShapes } from './drawShapes.ts';
import { ShapeStore } from './shapeStore.ts';
import { type Bounds, type TileCoordinate, tileBounds, worldBounds } from './tileCoordinate.ts';
import type { TileFilter } from './tileFilter.ts';
import { isPointLayer, type PointSource, type ShapeLayer, type TileLayer } from './tileLayer.ts';

export class TileRenderer {
  readonly #snapshots: Snapshots;
  readonly #shapes: ShapeStore;

  constructor(database: Database, snapshots: Snapshots) {
    this.#snapshots = snapshots;
    this.#shapes = new ShapeStore(database, snapshots);
  }

  /** The tile as a Mapbox Vector Tile 2.1, at least as new as the regions' entries; empty where it shows nothing. */
  async render(
    layer: TileLayer,
    tile: TileCoordinate,
    regions: readonly DirectoryEntry[],
    filter: TileFilter,
  ): Promise<Buffer> {
    if (isPointLayer(layer)) {
      const snapshots = await this.#snapshotsOf(regions);
      // nothing is awaited from here on: points change in place
      const sources = snapshots.map((snapshot) => layer.points(snapshot));
      return drawPoints(layer.sourceLayers[0], sources, tile, filter);
    }
    const touched =
      layer.subject === 'boundaries' ? regions.filter((region) => touches(region, tile)) : regions;
    const drawn = layer.sourceLayers.filter(({ minzoom }) => tile.z >= minzoom);
    const encoded: Buffer[] = [];
    for (const source of drawn) {
      const sets = await Promise.all(
        touched.map((region) => this.#shapes.setOf(layer, source, region, tile.z)),
      );
      encoded.push(drawShapes(source, sets, tile, filter));
    }
    return Buffer.concat(encoded);
  }

  /** Of everything that the layer shows of the regions; the world where that is nothing. */
  async boundsOf(layer: TileLayer, regions: readonly DirectoryEntry[]): Promise<Bounds> {
    const all = await this.#allBounds(layer, regions);
    if (all.length === 0) return worldBounds;
    return [
      Math.min(...all.map(([west]) => west)),
      Math.min(...all.map(([, south]) => south)),
      Math.max(...all.map(([, , east]) => east)),
      Math.max(...all.map(([, , , north]) => north)),
    ];
  }

  async #allBounds(layer: TileLayer, regions: readonly DirectoryEntry[]): Promise<Bounds[]> {
    if (isPointLayer(layer)) {
      const snapshots = await this.#snapshotsOf(regions);
      return snapshots.flatMap((snapshot) => boundsOfPoints(layer.points(snapshot)));
    }
    if (layer.subject === 'boundaries') {
      return regions.flatMap(({ box }) => (box ? [box.map(toDegrees) as unknown as Bounds] : []));
    }
    const sets = await Promise.all(regions.map((region) => this.#contextSets(layer, region)));
    return sets.flat().flatMap(({ bounds }) => (bounds ? [bounds] : []));
  }

  #contextSets(layer: ShapeLayer, region: DirectoryEntry) {
    return Promise.all(
      layer.sourceLayers.map((source) => this.#shapes.setOf(layer, source, region, layer.maxzoom)),
    );
  }

  #snapshotsOf(regions: readonly DirectoryEntry[]): Promise<RegionSnapshot[]> {
    return Promise.all(regions.map((region) => this.#snapshots.regionOf(region)));
  }
}

/** Whether the boundaries in force come near the tile: nearer than its own width, which is more than its buffer. */
function touches({ box }: DirectoryEntry, tile: TileCoordinate): boolean {
  if (!box) return false;
  const [west, south, east, north] = tileBounds(tile);
  const margin = Math.max(east - west, north - south);
  const [left, bottom, right, top] = box.map(toDegrees) as [number, number, number, number];
  return right >= west - margin && left <= east + margin && top >= south - margin && bottom <= north + margin;
}

/** None where there are no points. */
function boundsOfPoints({ x, y, length }: PointSource): Bounds[] {
  if (length === 0) return [];
  let [west, south, east, north] = [x[0]!, y[0]!, x[0]!, y[0]!];
  for (let row = 1; row < length; row += 1) {
    if (x[row]! < west) west = x[row]!;
    else if (x[row]! > east) east = x[row]!;
    if (y[row]! < south) south = y[row]!;
    else if (y[row]! > north) north = y[row]!;
  }
  return [[toDegrees(west), toDegrees(south), toDegrees(east), toDegrees(north)]];
}
