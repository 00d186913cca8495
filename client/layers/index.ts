// The paint order, and the only place where it is decided: land, fills, water, roads, limits, points, labels.
import type { StyleSpecification } from 'maplibre-gl';
import { boundaries, standingOut } from './boundaries.ts';
import { grids } from './grids.ts';
import type { MapInputs, MapLayer } from './inputs.ts';
import { areaLabels, gridLabels } from './labels.ts';
import { land } from './land.ts';
import { location, plates } from './location.ts';
import { households, incidents } from './points.ts';
import { defects, unassigned } from './problems.ts';
import { roadLabels, roads } from './roads.ts';
import { water, waterLabels } from './water.ts';

const paintOrder: readonly MapLayer[] = [
  land,
  grids,
  roads,
  water,
  boundaries,
  standingOut,
  households,
  incidents,
  unassigned,
  defects,
  waterLabels,
  roadLabels,
  areaLabels,
  gridLabels,
  plates,
  location,
];

export function buildStyle(inputs: MapInputs): StyleSpecification {
  return {
    version: 8,
    sources: Object.assign({}, ...paintOrder.map((layer) => layer.sources?.(inputs) ?? {})),
    layers: paintOrder.flatMap((layer) => layer.layers(inputs)),
  };
}
