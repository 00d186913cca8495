import { type Static, Type } from 'typebox';
import { incidentFilters } from '../incidents/filterSchemas.ts';
import { RegionCode } from '../regions/schemas.ts';
import { layerIds, layers } from './layers.ts';
import type { FilterName } from './tileFilter.ts';

const Layer = Type.String({
  description: `One of ${layerIds.join(', ')}`,
  examples: ['grids'],
});

const Ordinate = (description: string, example: number) =>
  Type.Integer({ minimum: 0, description, examples: [example] });

export const TileParameters = Type.Object({
  layer: Layer,
  z: Ordinate('Zoom', 12),
  x: Ordinate('Column, from the west', 3418),
  y: Ordinate('Row, from the north', 1603),
});

const kindsByLayer = layers
  .filter(({ kinds }) => kinds !== undefined)
  .map(({ id, kinds }) => `${id}: ${kinds!.join(', ')}`);

const filters = {
  ...incidentFilters,
  kind: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 500,
      description: `Only these kinds, with commas between. ${kindsByLayer.join('; ')}; blocks: whatever was imported. A filter of ${layers
        .filter((layer) => layer.filters.includes('kind'))
        .map(({ id }) => id)
        .join(', ')}`,
      examples: ['base'],
    }),
  ),
} satisfies Record<FilterName, unknown>;

const region = Type.Optional(RegionCode);

export const TileQuery = Type.Object(
  {
    region,
    ...filters,
    v: Type.Optional(
      Type.String({
        maxLength: 64,
        description:
          'Version of the boundaries, as the TileJSON gives it; a tile asked for by the version in force may be kept for ever',
        examples: ['2-mJ0T3sUaQ1xw9fKc'],
      }),
    ),
  },
  { additionalProperties: false },
);

export const TileJsonParameters = Type.Object({ layer: Layer });

export const TileJsonQuery = Type.Object({ region, ...filters }, { additionalProperties: false });

/** TileJSON 3.0.0 */
export const TileJson = Type.Object({
  tilejson: Type.String({ examples: ['3.0.0'] }),
  name: Type.String({ examples: ['Grids'] }),
  description: Type.String({ examples: ['Base and dedicated grids in force now'] }),
  scheme: Type.String({ description: 'Rows are counted from the north', examples: ['xyz'] }),
  tiles: Type.Array(Type.String(), {
    description: 'URL templates with {z}, {x} and {y}; the filters of the request are in them',
    examples: [['http://localhost:8080/tiles/grids/{z}/{x}/{y}.mvt?v=2-mJ0T3sUaQ1xw9fKc']],
  }),
  minzoom: Type.Integer({ examples: [9] }),
  maxzoom: Type.Integer({ examples: [18] }),
  bounds: Type.Array(Type.Number(), {
    minItems: 4,
    maxItems: 4,
    description: 'west, south, east, north',
    examples: [[120.29, 36.31, 120.61, 36.47]],
  }),
  vector_layers: Type.Array(
    Type.Object({
      id: Type.String({ description: 'Name of the layer inside the tile', examples: ['grids'] }),
      description: Type.String({ examples: ['Shapes; the feature id is the grid version id'] }),
      minzoom: Type.Integer({ examples: [9] }),
      maxzoom: Type.Integer({ examples: [18] }),
      fields: Type.Record(Type.String(), Type.String(), {
        description: 'What each property means',
        examples: [{ code: "String: The grid's code" }],
      }),
    }),
  ),
});
export type TileJson = Static<typeof TileJson>;
