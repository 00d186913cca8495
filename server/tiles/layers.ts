// The tile layers: one object each, and nothing else to add for a new one. See `boundaryLayers.ts`, `pointLayers.ts` and
// `contextLayers.ts`.
import { ProblemError } from '../errors.ts';
import { areas, grids } from './boundaryLayers.ts';
import { blocks, roads, water } from './contextLayers.ts';
import { households, incidents } from './pointLayers.ts';
import type { TileLayer } from './tileLayer.ts';

/** Part of every tile's version: raise it when a layer's content changes, or browsers keep the old tiles. */
export const layersRevision = 2;

export const layers: readonly TileLayer[] = [areas, grids, blocks, households, incidents, roads, water];

export const layerIds = layers.map((layer) => layer.id);

/** @throws ProblemError 404 that lists the layers */
export function layerNamed(id: string): TileLayer {
  const layer = layers.find((candidate) => candidate.id === id);
  if (layer) return layer;
  throw new ProblemError(404, 'Not found', `There is no tile layer ${id}; there are ${layerIds.join(', ')}`, {
    value: id,
    layers: layerIds,
  });
}
