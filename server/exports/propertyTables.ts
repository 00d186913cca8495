// The tables of docs/exports.md: what each column means, and what it is called in a Shapefile.
import type { Collection } from '../features/collections/index.ts';
import { fieldsOf } from './formats/shapefile/fields.ts';

const shapes = { Point: 'points', MultiLineString: 'lines', MultiPolygon: 'polygons' } as const;

export function propertyTable({ id, description, geometryTypes, properties }: Collection): string {
  const kinds = geometryTypes.map((type) => shapes[type]).join(' and ');
  const rows = fieldsOf(properties).map(
    (field) => `| \`${field.property}\` | \`${field.name}\` | ${field.description} |`,
  );
  return [
    `### ${id}`,
    '',
    `${description} Geometry: ${kinds === '' ? 'none' : kinds}.`,
    '',
    '| column | Shapefile | meaning |',
    '| --- | --- | --- |',
    ...rows,
  ].join('\n');
}
