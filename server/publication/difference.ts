// What a proposal changes against the boundaries in force. Grids match by code.
import type { Boundaries, GridInForce } from './boundaries.ts';
import { sameShape } from './geometry.ts';
import type { Proposal, ProposedGrid } from './proposal.ts';

export interface Difference {
  added: ProposedGrid[];
  changed: { before: GridInForce; after: ProposedGrid }[];
  retired: GridInForce[];
  unchanged: GridInForce[];
}

export function differenceBetween(current: Boundaries, proposal: Proposal): Difference {
  const difference: Difference = { added: [], changed: [], retired: [], unchanged: [] };
  const inForce = new Map(current.grids.map((grid) => [grid.code, grid]));
  for (const after of proposal.grids.values()) {
    const before = inForce.get(after.code);
    if (!before) difference.added.push(after);
    else if (isSame(before, after)) difference.unchanged.push(before);
    else difference.changed.push({ before, after });
  }
  difference.retired = current.grids.filter((grid) => !proposal.grids.has(grid.code));
  return difference;
}

function isSame(before: GridInForce, after: ProposedGrid): boolean {
  return (
    before.kind === after.kind &&
    before.name === after.name &&
    before.nameEn === after.nameEn &&
    before.community === after.community &&
    sameShape(before.polygons, after.polygons)
  );
}
