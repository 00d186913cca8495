// Which columns the table has on each level, in each of the two sets.
import type { WorkloadParts } from '../../../../core/workload.ts';
import type { ColumnSet, Level, SortKey } from '../../../state/workloadView.ts';

const figures: Record<Level, readonly SortKey[]> = {
  grids: ['name', 'index', 'households', 'incidents', 'workers'],
  workers: ['name', 'index', 'total', 'grids'],
  communities: ['name', 'index', 'households', 'incidents', 'workers'],
  streets: ['name', 'index', 'households', 'incidents', 'workers'],
};

/** The columns of minutes, with the part that each of them shows. */
export const partOfColumn = {
  householdMinutes: 'households',
  keyPersonMinutes: 'keyPersons',
  incidentMinutes: 'incidents',
  areaMinutes: 'area',
} as const satisfies Partial<Record<SortKey, keyof WorkloadParts>>;

export const partNames = Object.values(partOfColumn);

const parts: readonly SortKey[] = [
  'name',
  'total',
  'householdMinutes',
  'keyPersonMinutes',
  'incidentMinutes',
  'areaMinutes',
];

export function columnsOf(level: Level, set: ColumnSet): readonly SortKey[] {
  return set === 'parts' ? parts : figures[level];
}

/** Undefined: the column shows no part. */
export function partOf(column: SortKey): keyof WorkloadParts | undefined {
  return column in partOfColumn ? partOfColumn[column as keyof typeof partOfColumn] : undefined;
}
