// What became of the lines of a pasted list: pure, so that the table, the map and the export say the same.
import type { Location } from '../../../../server/locate/schemas.ts';
import type { ListSummary } from '../../../messages/en/locating.ts';
import type { PastedLine } from './pastedLines.ts';

/** What is kept of an answer: ten thousand whole ones are 15 MB. */
export interface FoundPlace {
  lon: number;
  lat: number;
  grid: PlaceGrid | null;
  edgeM: number | null;
  runnerUp: (PlaceGrid & { distanceM: number }) | null;
  workers: readonly number[];
  /** False: the point lies in no region. */
  isInRegion: boolean;
}

export interface PlaceGrid {
  code: string;
  name: string;
  nameEn: string;
}

export interface ListedPlace {
  pasted: PastedLine;
  /** Undefined: unreadable, or not answered yet. */
  found: FoundPlace | undefined;
  /** Its own accuracy, or that of all. */
  accuracyM: number | undefined;
  outcome: Outcome;
}

export type Outcome = 'unreadable' | 'waiting' | 'outside' | 'noGrid' | 'ambiguous' | 'clear';

export function foundPlace(location: Location): FoundPlace {
  const { lon, lat, grid, distanceToEdgeM, runnerUp, workers, region } = location;
  return {
    lon,
    lat,
    grid: grid === null ? null : placeGrid(grid),
    edgeM: distanceToEdgeM,
    runnerUp: runnerUp === null ? null : { ...placeGrid(runnerUp.grid), distanceM: runnerUp.distanceM },
    workers: workers.map(({ number }) => number),
    isInRegion: region !== null,
  };
}

function placeGrid({ code, name, nameEn }: PlaceGrid): PlaceGrid {
  return { code, name, nameEn };
}

export function listedPlace(
  pasted: PastedLine,
  found: FoundPlace | undefined,
  accuracyOfAll: number | undefined,
): ListedPlace {
  const accuracyM = pasted.position?.accuracyM ?? accuracyOfAll;
  return { pasted, found, accuracyM, outcome: outcomeOf(pasted, found, accuracyM) };
}

function outcomeOf(
  { position }: PastedLine,
  found: FoundPlace | undefined,
  accuracyM: number | undefined,
): Outcome {
  if (position === undefined) return 'unreadable';
  if (found === undefined) return 'waiting';
  if (found.grid === null) return found.isInRegion ? 'noGrid' : 'outside';
  return isAmbiguous(found, accuracyM) ? 'ambiguous' : 'clear';
}

/** The server's rule, so that another accuracy needs no other answer. */
function isAmbiguous({ edgeM, runnerUp }: FoundPlace, accuracyM: number | undefined): boolean {
  if (accuracyM === undefined) return false;
  return (
    accuracyM > Math.min(edgeM ?? Number.POSITIVE_INFINITY, runnerUp?.distanceM ?? Number.POSITIVE_INFINITY)
  );
}

/**
 * The grids between which a person chooses: the one that it lies in, then the next. Where that one is farther than the
 * accuracy, the other possibility is no grid, and there is nothing to choose.
 */
export function choicesOf({ found, outcome, accuracyM = 0 }: ListedPlace): readonly PlaceGrid[] {
  if (outcome !== 'ambiguous' || found === undefined || found.grid === null) return [];
  const { grid, runnerUp } = found;
  return runnerUp !== null && runnerUp.distanceM < accuracyM ? [grid, runnerUp] : [];
}

/** How many lines became what. */
export interface Summary extends ListSummary {
  waiting: number;
}

export function summarise(places: readonly ListedPlace[], choices: ReadonlyMap<number, string>): Summary {
  const summary: Summary = {
    all: places.length,
    inGrid: 0,
    ambiguous: 0,
    chosen: 0,
    withoutGrid: 0,
    unreadable: 0,
    waiting: 0,
  };
  for (const { outcome, pasted } of places) {
    if (outcome === 'clear' || outcome === 'ambiguous') summary.inGrid += 1;
    if (outcome === 'ambiguous') {
      summary.ambiguous += 1;
      if (choices.has(pasted.line)) summary.chosen += 1;
    }
    if (outcome === 'outside' || outcome === 'noGrid') summary.withoutGrid += 1;
    if (outcome === 'unreadable') summary.unreadable += 1;
    if (outcome === 'waiting') summary.waiting += 1;
  }
  return summary;
}
