import { Type } from 'typebox';
import { collectionIds } from '../features/collections/index.ts';
import { outputCrs } from '../features/parameters.ts';
import { RegionCode } from '../regions/schemas.ts';
import { exportEncodings } from './exportRequest.ts';
import { exportFormats } from './formats/index.ts';

export const ExportParameters = Type.Object({
  region: RegionCode,
  collection: Type.String({
    description: `A collection: ${collectionIds.join(', ')}`,
    examples: ['households'],
  }),
  format: Type.String({
    description: `A format: ${exportFormats.map(({ id, description }) => `\`${id}\`, ${description}`).join('; ')}`,
    examples: ['csv'],
  }),
});

export const ExportQuery = Type.Object(
  {
    datetime: Type.Optional(
      Type.String({
        description:
          'An RFC 3339 instant, or an interval start/end whose open end is .. or empty: what held, was recorded or was reported then',
        examples: ['2026-11-01T00:00:00Z/..'],
      }),
    ),
    bbox: Type.Optional(
      Type.String({
        description: 'west,south,east,north in degrees (WGS84): only features that touch the box',
        examples: ['120.4,36.3,120.5,36.4'],
      }),
    ),
    encoding: Type.Optional(
      Type.Union(
        exportEncodings.map((encoding) => Type.Literal(encoding)),
        {
          description: 'Of csv and zip: gb18030 for spreadsheets in China; the other formats are UTF-8',
          default: 'utf-8',
          examples: ['gb18030'],
        },
      ),
    ),
    crs: Type.Optional(
      Type.Union(
        outputCrs.map((system) => Type.Literal(system)),
        {
          description:
            'Coordinate system: gcj02 for Chinese web maps, never to be imported again as it is (a third of all points would move by a unit)',
          default: 'wgs84',
          examples: ['wgs84'],
        },
      ),
    ),
  },
  { additionalProperties: false },
);
