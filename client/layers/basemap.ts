// A basemap from elsewhere, below the boundaries and instead of the region's own land, water and roads.
import { type MapLayer, tileSource } from './inputs.ts';

export const basemap: MapLayer = {
  // the built-in one has the areas, which are limits too
  sources: (inputs) => ({ ...tileSource(inputs, 'areas'), ...inputs.basemap?.sources }),
  layers: ({ basemap, colours }) => [
    { id: 'canvas', type: 'background', paint: { 'background-color': colours.canvas } },
    ...(basemap?.layers(colours) ?? []),
  ],
};
