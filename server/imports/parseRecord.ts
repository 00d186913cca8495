import type { CoordinateSystem } from '../../core/coordinates.ts';
import { type FieldContext, type FieldValue, parseFields } from './fields.ts';
import { GeometryFault, parseGeometry, type ValidGeometry } from './geometry.ts';
import type { KindDefinition } from './kinds.ts';
import { isUnreadable, type ReadItem } from './readers/record.ts';

/** A record that passed every check of its own; those against other rows and the database come later. */
export interface ParsedRecord {
  row: number;
  reference: string;
  fields: Record<string, FieldValue>;
  geometry: ValidGeometry | null;
}

export interface ParseContext extends FieldContext {
  definition: KindDefinition;
  crs: CoordinateSystem;
}

/** Undefined when the record has faults; they are in the context's list. */
export function parseRecord(item: ReadItem, context: ParseContext): ParsedRecord | undefined {
  const { definition, faults } = context;
  if (isUnreadable(item)) {
    faults.add(item.row, item.field, item.value, item.reason);
    return undefined;
  }
  const { row } = item;
  const before = faults.total;
  const properties = withReference(item.properties, context);
  const { [definition.key]: reference, ...fields } = parseFields(definition.fields, properties, row, context);
  const geometry = readGeometry(item, context);
  if (faults.total > before) return undefined;
  return { row, reference: String(reference), fields, geometry };
}

/** A feature's own id stands in for a reference that is neither given nor mapped. */
function withReference(
  properties: Readonly<Record<string, unknown>>,
  { definition, columns }: ParseContext,
): Readonly<Record<string, unknown>> {
  const needsId =
    definition.key === 'reference' && !columns.has('reference') && !Object.hasOwn(properties, 'reference');
  return needsId && Object.hasOwn(properties, 'id')
    ? { ...properties, reference: properties.id }
    : properties;
}

function readGeometry(
  item: { row: number; properties: Readonly<Record<string, unknown>>; geometry?: unknown },
  context: ParseContext,
): ValidGeometry | null {
  const { definition, faults } = context;
  if (definition.geometry === 'none') return null;
  const geometry =
    item.geometry ?? (definition.shapes.includes('point') ? pointOfColumns(item, context) : undefined);
  if (geometry === null) return null;
  if (geometry === undefined) {
    if (definition.geometry === 'required') faults.add(item.row, 'geometry', '', 'is required');
    return null;
  }
  try {
    return parseGeometry(geometry, definition.shapes, context.crs);
  } catch (error) {
    if (!(error instanceof GeometryFault)) throw error;
    faults.add(item.row, 'geometry', error.value, error.message);
    return null;
  }
}

/** Columns lon and lat as a Point; null when they are at fault. */
function pointOfColumns(
  { row, properties }: { row: number; properties: Readonly<Record<string, unknown>> },
  { columns, faults }: ParseContext,
): unknown {
  const [lon, lat] = ['lon', 'lat'].map((name) => {
    const column = columns.get(name) ?? name;
    const given = properties[column];
    const ordinate = typeof given === 'number' ? given : decimal(given);
    if (ordinate !== undefined) return ordinate;
    const reason =
      given === undefined
        ? `is required; if another column holds it: --map COLUMN=${name}`
        : 'must be degrees, as 120.45';
    faults.add(row, column, given ?? '', reason);
    return undefined;
  });
  return lon === undefined || lat === undefined ? null : { type: 'Point', coordinates: [lon, lat] };
}

function decimal(given: unknown): number | undefined {
  const isDecimal = typeof given === 'string' && /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(given);
  return isDecimal ? Number(given) : undefined;
}
