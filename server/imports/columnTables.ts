// The columns of each kind in words: for docs/imports.md and for the command line's help, from the definitions that drive
// parsing.
import type { Field } from './fields.ts';
import { type ImportKind, kindDefinitions } from './kinds.ts';

/** The section of one kind, as Markdown. */
export function kindSection(kind: ImportKind): string {
  const { fields, shapes, geometry } = kindDefinitions[kind];
  const lines = [`### ${kind}`, ''];
  if (geometry !== 'none') {
    const names = shapes.map((shape) => shapeNames[shape]).join(' or ');
    const place = shapes.includes('point') ? ', or columns **`lon`** and **`lat`**' : '';
    const purpose = geometry === 'optional' ? ' (optional; kept to compare the derived shape with)' : '';
    lines.push(`Geometry: ${names}${place}${purpose}.`, '');
  }
  lines.push('| column | values | default | meaning |', '| --- | --- | --- | --- |');
  for (const field of fields) lines.push(fieldRow(field));
  return `${lines.join('\n')}\n`;
}

/** The same for a terminal. */
export function columnHelp(kind: ImportKind): string {
  const { fields, shapes } = kindDefinitions[kind];
  const width = Math.max(...fields.map((field) => field.name.length));
  const lines = fields.map((field) => {
    const isOptional = field.required ? '' : `; default ${plain(defaultOf(field)).replace('—', 'none')}`;
    return `  ${field.name.padEnd(width)}  ${field.about} (${plain(valuesOf(field))}${isOptional})`;
  });
  if (shapes.includes('point')) lines.unshift(`  ${'lon, lat'.padEnd(width)}  Degrees, in a CSV file`);
  return `\nColumns:\n${lines.join('\n')}`;
}

function plain(markdown: string): string {
  return markdown.replaceAll('`', '');
}

const shapeNames = {
  point: 'Point',
  line: 'LineString or MultiLineString',
  polygon: 'Polygon or MultiPolygon',
};

function fieldRow(field: Field): string {
  const name = field.required ? `**\`${field.name}\`**` : `\`${field.name}\``;
  const about = field.isPersonal ? `${field.about} (_personal_)` : field.about;
  return `| ${name} | ${valuesOf(field)} | ${defaultOf(field)} | ${about} |`;
}

function valuesOf(field: Field): string {
  switch (field.type) {
    case 'text':
      return `text, up to ${field.maximumLength}`;
    case 'integer':
      return `whole number, ${field.minimum}–${field.maximum}`;
    case 'number':
      return `number, ${field.minimum}–${field.maximum}`;
    case 'choice':
      return field.choices.map((choice) => `\`${choice}\``).join(', ');
    case 'instant':
      return 'time, RFC 3339 or the region’s own';
    case 'codes':
      return 'codes';
  }
}

function defaultOf(field: Field): string {
  if (field.required) return 'required';
  const value = 'default' in field ? field.default : undefined;
  if (value === undefined) return '—';
  return value === '' ? 'empty' : `\`${value}\``;
}
