// The paint order, and the only place where it is decided: land, fills, water, roads, limits, points, labels. A basemap from
// elsewhere stands in the place of land, water and roads.
import type { StyleSpecification } from 'maplibre-gl';
import { basemap } from './basemap.ts';
import { boundaries, standingOut } from './boundaries.ts';
import { dispatchIncidents } from './dispatch.ts';
import { grids } from './grids.ts';
import { hotspots } from './hotspots.ts';
import type { MapInputs, MapLayer } from './inputs.ts';
import { areaLabels, gridLabels } from './labels.ts';
import { land } from './land.ts';
import { locatedPlaces } from './located.ts';
import { location, plates } from './location.ts';
import { markedGrids } from './markedGrids.ts';
import { households, incidents } from './points.ts';
import { defects, unassigned } from './problems.ts';
import { roadLabels, roads } from './roads.ts';
import { water, waterLabels } from './water.ts';

const paintOrder: readonly MapLayer[] = [
  land,
  grids,
  roads,
  water,
  hotspots,
  boundaries,
  markedGrids,
  standingOut,
  households,
  incidents,
  unassigned,
  defects,
  waterLabels,
  roadLabels,
  areaLabels,
  gridLabels,
  dispatchIncidents,
  locatedPlaces,
  plates,
  location,
];

/** What another basemap, or one that is still on its way, stands instead of. */
const builtInBasemap: ReadonlySet<MapLayer> = new Set([land, roads, water, waterLabels, roadLabels]);

export function buildStyle(inputs: MapInputs): StyleSpecification {
  const isBuiltIn = inputs.basemap === null;
  const painted = isBuiltIn
    ? paintOrder
    : [basemap, ...paintOrder.filter((layer) => !builtInBasemap.has(layer))];
  const sprite = inputs.basemap?.sprite;
  return {
    version: 8,
    ...(sprite === undefined ? {} : { sprite }),
    sources: Object.assign({}, ...painted.map((layer) => layer.sources?.(inputs) ?? {})),
    layers: painted.flatMap((layer) => layer.layers(inputs)),
  };
}
