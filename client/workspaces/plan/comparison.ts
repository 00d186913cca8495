// Which two boundary versions are compared, and whether they can be.
import type { BoundaryVersions } from '../../../server/regions/schemas.ts';
import type { PlanView } from '../../state/planView.ts';

export type Comparison =
  | { kind: 'none' }
  /** One of them does not exist. */
  | { kind: 'missing'; version: number }
  | { kind: 'same' }
  | { kind: 'pair'; from: number; to: number };

/** @param inForce the version that `to` null stands for */
export function comparisonOf(
  compare: PlanView['compare'],
  versions: BoundaryVersions['versions'],
  inForce: number,
): Comparison {
  if (compare === null) return { kind: 'none' };
  const to = compare.to ?? inForce;
  const missing = [compare.from, to].find((version) => !versions.some((known) => known.version === version));
  if (missing !== undefined) return { kind: 'missing', version: missing };
  return compare.from === to ? { kind: 'same' } : { kind: 'pair', from: compare.from, to };
}
