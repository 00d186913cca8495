import { type Static, Type } from 'typebox';
import { RegionCode } from '../regions/schemas.ts';
import { layerIds } from './layers.ts';

const Layer = Type.String({
  description: `One of ${layerIds.join(', ')}`,
  examples: ['grids'],
});

const Ordinate = (description: string) => Type.Integer({ minimum: 0, description });

export const TileParameters = Type.Object({
  layer: Layer,
  z: Ordinate('Zoom'),
  x: Ordinate('Column, from the west'),
  y: Ordinate('Row, from the north'),
});

export const TileQuery = Type.Object(
  {
    region: Type.Optional(RegionCode),
    v: Type.Optional(
      Type.String({
        maxLength: 64,
        description:
          'Version of the boundaries, as the TileJSON gives it; a tile asked for by the version in force may be kept for ever',
      }),
    ),
  },
  { additionalProperties: false },
);

export const TileJsonParameters = Type.Object({ layer: Layer });

export const TileJsonQuery = Type.Object(
  { region: Type.Optional(RegionCode) },
  { additionalProperties: false },
);

/** TileJSON 3.0.0 */
export const TileJson = Type.Object({
  tilejson: Type.String({ examples: ['3.0.0'] }),
  name: Type.String(),
  description: Type.String(),
  tiles: Type.Array(Type.String({ examples: ['http://127.0.0.1:8080/tiles/grids/{z}/{x}/{y}.mvt'] }), {
    description: 'URL templates with {z}, {x} and {y}',
  }),
  minzoom: Type.Integer(),
  maxzoom: Type.Integer(),
  bounds: Type.Array(Type.Number(), { minItems: 4, maxItems: 4, description: 'west, south, east, north' }),
  vector_layers: Type.Array(
    Type.Object({
      id: Type.String({ description: 'Name of the layer inside the tile' }),
      description: Type.String(),
      minzoom: Type.Integer(),
      maxzoom: Type.Integer(),
      fields: Type.Record(Type.String(), Type.String(), { description: 'What each property means' }),
    }),
  ),
});
export type TileJson = Static<typeof TileJson>;
