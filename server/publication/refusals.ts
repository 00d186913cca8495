import type { Defect } from '../../core/coverage.ts';
import { UserError } from '../errors.ts';

/** The grids do not form an exact coverage; nothing was written. */
export class CoverageRefused extends UserError {
  readonly defects: readonly Defect[];

  constructor(defects: readonly Defect[]) {
    const count = defects.length === 1 ? '1 defect' : `${defects.length} defects`;
    super(`The grids do not form an exact coverage: ${count}, the first: ${defects[0]?.message ?? ''}`);
    this.name = 'CoverageRefused';
    this.defects = defects;
  }
}

/** The publication contradicts what was published before; nothing was written. */
export class PublicationRefused extends UserError {
  readonly reasons: readonly string[];

  constructor(reasons: readonly string[]) {
    super(reasons.join('\n'));
    this.name = 'PublicationRefused';
    this.reasons = reasons;
  }
}
