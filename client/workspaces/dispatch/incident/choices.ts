// The two grids that an incident may belong to: the one that answers for it, and the other one. Pure.
import type { Location } from '../../../../server/locate/schemas.ts';

export interface GridChoice {
  code: string;
  /** Metres to it; 0: the point lies inside. */
  distanceM: number;
}

export interface Choices {
  /** The grid that the point lies in; null: in none. */
  inside: GridChoice | null;
  other: GridChoice | null;
  /** Whether the accuracy leaves it open between the two, and nobody has decided yet. */
  isOpen: boolean;
  /** At the region's rim: what the accuracy leaves open is whether it lies in a grid at all. */
  mayBeOutside: boolean;
}

export function choicesOf(
  location: Location | undefined,
  { isPinned, accuracyM }: { isPinned: boolean; accuracyM: number | null },
): Choices {
  const { grid = null, runnerUp = null, ambiguous = false } = location ?? {};
  const reaches = runnerUp !== null && runnerUp.distanceM < (accuracyM ?? 0);
  return {
    inside: grid && { code: grid.code, distanceM: 0 },
    other: runnerUp && { code: runnerUp.grid.code, distanceM: runnerUp.distanceM },
    isOpen: ambiguous && !isPinned && reaches,
    mayBeOutside: ambiguous && !isPinned && !reaches,
  };
}

/** Of the two the one that is not responsible; undefined: there is none. */
export function runnerUpOf({ inside, other }: Choices, responsible: string | undefined): string | undefined {
  return [other, inside].find((choice) => choice !== null && choice.code !== responsible)?.code;
}
