// A small map as SVG: what the page's features look like and where they lie, each a link. No tiles and no script.
import { toFixed, UNITS_PER_DEGREE } from '../../../core/coordinates.ts';
import { metresPerUnit } from '../../../core/geodesy.ts';
import { escaped } from './page.ts';

export interface MapFeature {
  href: string;
  title: string;
  /** GeoJSON text */
  geometry: string | null;
}

type Bounds = readonly [west: number, south: number, east: number, north: number];

type Geometry =
  | { type: 'Point'; coordinates: number[] }
  | { type: 'MultiLineString'; coordinates: number[][][] }
  | { type: 'MultiPolygon'; coordinates: number[][][][] };

const width = 720;
const tallest = 360;
const margin = 24;
/** Below the drawing, for the scale. */
const footer = 32;

/** Empty when nothing has a place. */
export function featureMap(features: readonly MapFeature[]): string {
  const placed = features.flatMap(({ geometry, ...rest }) =>
    geometry === null ? [] : [{ ...rest, geometry: JSON.parse(geometry) as Geometry }],
  );
  const bounds = boundsOf(placed.map(({ geometry }) => geometry));
  if (bounds === undefined) return '';
  const view = viewOf(bounds);
  const shapes = placed.map(
    ({ href, title, geometry }) =>
      `<a href="${escaped(href)}"><title>${escaped(title)}</title>${drawn(geometry, view)}</a>`,
  );
  const title = placed.length === 1 ? placed[0]!.title : `${placed.length} features`;
  return svg(view, `Map of ${title}`, shapes.join('\n'));
}

/**
 * Where a collection lies.
 *
 * @param regions GeoJSON texts of their shapes, to see by
 */
export function extentMap(bounds: Bounds, title: string, regions: readonly string[]): string {
  const view = viewOf(bounds);
  const shapes = regions.map((geometry) => drawn(JSON.parse(geometry) as Geometry, view));
  const [left, bottom] = view.project(bounds[0], bounds[1]);
  const [right, top] = view.project(bounds[2], bounds[3]);
  const frame = `<rect class="frame" x="${left}" y="${top}" width="${rounded(Math.max(1, right - left))}" height="${rounded(Math.max(1, bottom - top))}"/>`;
  return svg(view, `Extent of ${title}`, `${shapes.join('\n')}\n${frame}`);
}

interface View {
  bounds: Bounds;
  height: number;
  unitsPerDegree: number;
  /** Degrees to tenths of a unit of the drawing, so that far more vertices than can be seen become few. */
  project(lon: number, lat: number): [number, number];
}

function viewOf([west, south, east, north]: Bounds): View {
  // a degree of longitude is shorter the nearer to a pole; no map of a pole itself
  const squeeze = Math.max(0.05, Math.cos(((south + north) / 2) * (Math.PI / 180)));
  const spanX = Math.max((east - west) * squeeze, 1e-4);
  const spanY = Math.max(north - south, 1e-4);
  const scale = Math.min((width - 2 * margin) / spanX, (tallest - 2 * margin) / spanY);
  const drawing = Math.max(120, Math.round(spanY * scale) + 2 * margin);
  const [middleX, middleY] = [(west + east) / 2, (south + north) / 2];
  return {
    bounds: [west, south, east, north],
    height: drawing + footer,
    unitsPerDegree: scale,
    project: (lon, lat) => [
      rounded(width / 2 + (lon - middleX) * squeeze * scale),
      rounded(drawing / 2 - (lat - middleY) * scale),
    ],
  };
}

function rounded(units: number): number {
  return Math.round(units * 10) / 10;
}

function drawn(geometry: Geometry, view: View): string {
  switch (geometry.type) {
    case 'Point': {
      const [x, y] = view.project(geometry.coordinates[0]!, geometry.coordinates[1]!);
      return `<circle class="point" cx="${x}" cy="${y}" r="5"/>`;
    }
    case 'MultiLineString':
      return `<path class="line" d="${geometry.coordinates.map((line) => path(line, view)).join('')}"/>`;
    case 'MultiPolygon':
      return `<path class="area" fill-rule="evenodd" d="${geometry.coordinates
        .flat()
        .map((ring) => `${path(ring, view)}Z`)
        .join('')}"/>`;
  }
}

function path(positions: readonly number[][], view: View): string {
  const steps: string[] = [];
  let last = '';
  for (const [lon, lat] of positions) {
    const step = view.project(lon!, lat!).join(' ');
    if (step !== last) steps.push(step);
    last = step;
  }
  return `M${steps.join('L')}`;
}

function svg(view: View, label: string, content: string): string {
  const [west, south, east, north] = view.bounds;
  const [middleX, middleY] = [(west + east) / 2, (south + north) / 2];
  return `<svg class="map" viewBox="0 0 ${width} ${view.height}" role="img" aria-label="${escaped(label)}">
${content}
${scaleBar(view, middleY)}
<text x="${width - 8}" y="${view.height - 8}" text-anchor="end">${middleY.toFixed(4)}, ${middleX.toFixed(4)}</text>
</svg>`;
}

const roundMetres = [10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6];

/** The longest round length that is no longer than a quarter of the map. */
function scaleBar({ height, unitsPerDegree }: View, lat: number): string {
  const metresPerDrawingUnit = (metresPerUnit(toFixed(lat)).y * UNITS_PER_DEGREE) / unitsPerDegree;
  const metres = roundMetres.filter((length) => length / metresPerDrawingUnit <= width / 4).at(-1);
  if (metres === undefined) return '';
  const length = Math.round(metres / metresPerDrawingUnit);
  const y = height - 12;
  const text = metres >= 1000 ? `${metres / 1000} km` : `${metres} m`;
  return `<path class="scale" d="M12 ${y - 4}V${y}H${12 + length}V${y - 4}"/><text x="16" y="${y - 6}">${text}</text>`;
}

function boundsOf(geometries: readonly Geometry[]): Bounds | undefined {
  if (geometries.length === 0) return undefined;
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const [lon, lat] of geometries.flatMap(positionsOf)) {
    west = Math.min(west, lon!);
    east = Math.max(east, lon!);
    south = Math.min(south, lat!);
    north = Math.max(north, lat!);
  }
  return [west, south, east, north];
}

function positionsOf(geometry: Geometry): number[][] {
  switch (geometry.type) {
    case 'Point':
      return [geometry.coordinates];
    case 'MultiLineString':
      return geometry.coordinates.flat();
    case 'MultiPolygon':
      return geometry.coordinates.flat(2);
  }
}
