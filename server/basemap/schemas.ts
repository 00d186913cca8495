import { type Static, Type } from 'typebox';

const url = (description: string, example: string) => Type.String({ description, examples: [example] });

export const ClientConfiguration = Type.Object({
  basemap: Type.Union(
    [
      Type.Null(),
      Type.Object({
        kind: Type.Literal('style'),
        url: url('Address of a MapLibre style', 'https://tiles.example/style.json'),
      }),
      Type.Object({
        kind: Type.Literal('pmtiles'),
        url: url('Address of a PMTiles archive; a path is of this server', '/basemap.pmtiles'),
      }),
    ],
    {
      description: 'What is drawn below the boundaries; null: the region’s own roads and water',
      examples: [{ kind: 'pmtiles', url: '/basemap.pmtiles' }],
    },
  ),
});
export type ClientConfiguration = Static<typeof ClientConfiguration>;
