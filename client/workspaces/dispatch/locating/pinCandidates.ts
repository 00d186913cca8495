// The grids to which an incident may be pinned, each once, likely ones first.
import type { Location } from '../../../../server/locate/schemas.ts';

interface Named {
  code: string;
  name: string;
  nameEn: string;
}

export interface PinCandidate extends Named {
  because: 'inside' | 'runnerUp' | 'neighbour' | 'picked';
  /** To the runner-up. */
  distanceM?: number;
}

interface Offered {
  location: Location | undefined;
  /** Longest shared edge first. */
  neighbours: readonly Named[];
  /** Clicked on the map. */
  picked: Named | undefined;
  /** By what was typed; while something is, it stands instead of the neighbours. */
  found: readonly Named[];
}

const mostNeighbours = 3;

export function pinCandidates({ location, neighbours, picked, found }: Offered): PinCandidate[] {
  const { grid = null, runnerUp = null } = location ?? {};
  const all: PinCandidate[] = [
    ...found.map((place) => ({ ...named(place), because: 'picked' as const })),
    ...(grid === null ? [] : [{ ...named(grid), because: 'inside' as const }]),
    ...(runnerUp === null
      ? []
      : [{ ...named(runnerUp.grid), because: 'runnerUp' as const, distanceM: runnerUp.distanceM }]),
    ...(found.length > 0
      ? []
      : neighbours.map((place) => ({ ...named(place), because: 'neighbour' as const }))),
  ];
  const unique = all.filter(({ code }, index) => all.findIndex((other) => other.code === code) === index);
  const shown = unique.slice(0, found.length + 2 + mostNeighbours);
  if (picked === undefined || shown.some(({ code }) => code === picked.code)) return shown;
  return [{ ...named(picked), because: 'picked' }, ...shown];
}

function named({ code, name, nameEn }: Named): Named {
  return { code, name, nameEn };
}
