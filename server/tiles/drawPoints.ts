// A tile of points, from the points of one or more regions.
import { CountedCells, type RowTest } from './countedCells.ts';
import { type TileCoordinate, tileBuffer, tileExtent } from './tileCoordinate.ts';
import type { TileFilter } from './tileFilter.ts';
import type { PointSource, SourceLayer } from './tileLayer.ts';
import { GeometryWriter, geometryTypes, LayerWriter } from './vectorTile.ts';
import { tileOrigin } from './world.ts';

/** From this zoom on points are drawn one by one. */
export const singlePointZoom = 15;
/** More than this in one tile are counted all the same: 8,000 incidents are about 300 kB. */
export const crowd = 8000;

/** Empty where there is nothing. Reads the sources in one go: they change while others run. */
export function drawPoints(
  { name, fields }: SourceLayer,
  sources: readonly PointSource[],
  tile: TileCoordinate,
  filter: TileFilter,
): Buffer {
  const names = Object.keys(fields);
  const writer = new LayerWriter(name, names);
  const tests = sources.map((source) => source.test(filter));
  const single = tile.z < singlePointZoom ? undefined : pointsWithin(sources, tests, tile);
  if (single) writePoints(writer, single);
  else writeCells(writer, sources, tests, tile, names.length - 1);
  return writer.finish();
}

interface TilePoint {
  id: number;
  source: PointSource;
  row: number;
  /** Tile units. */
  x: number;
  y: number;
}

/** In the tile and its buffer, in order of id; undefined when they are a crowd. */
function pointsWithin(
  sources: readonly PointSource[],
  tests: readonly (RowTest | undefined)[],
  tile: TileCoordinate,
): TilePoint[] | undefined {
  const { left, top, unit } = tileOrigin(tile);
  const [least, most] = [-tileBuffer * unit, (tileExtent + tileBuffer) * unit];
  const points: TilePoint[] = [];
  for (const [at, source] of sources.entries()) {
    const { index, id } = source;
    const test = tests[at];
    for (const { rows } of index.within(left + least, top + least, left + most, top + most)) {
      for (const row of rows) {
        const fromLeft = index.x[row]! - left;
        const fromTop = index.y[row]! - top;
        if (fromLeft < least || fromLeft > most || fromTop < least || fromTop > most) continue;
        if (test && !test(row)) continue;
        if (points.length === crowd) return undefined;
        // rounded down: the tile's own points are those from 0 to 4095, its neighbours' lie beyond
        const [x, y] = [Math.floor(fromLeft / unit), Math.floor(fromTop / unit)];
        points.push({ id: id[row]!, source, row, x, y });
      }
    }
  }
  return points.sort((a, b) => a.id - b.id);
}

function writePoints(writer: LayerWriter, points: readonly TilePoint[]): void {
  const geometry = new GeometryWriter();
  for (const { id, source, row, x, y } of points) {
    geometry.clear();
    geometry.point(x, y);
    writer.add(id, geometryTypes.point, source.values(row), geometry);
  }
}

function writeCells(
  writer: LayerWriter,
  sources: readonly PointSource[],
  tests: readonly (RowTest | undefined)[],
  tile: TileCoordinate,
  countField: number,
): void {
  const cells = new CountedCells(tile);
  for (const [at, source] of sources.entries()) cells.count(source.index, tests[at]);
  const geometry = new GeometryWriter();
  const values: (number | undefined)[] = new Array(countField + 1).fill(undefined);
  for (const { count, x, y } of cells.cells()) {
    geometry.clear();
    geometry.point(x, y);
    values[countField] = count;
    writer.add(undefined, geometryTypes.point, values, geometry);
  }
}
