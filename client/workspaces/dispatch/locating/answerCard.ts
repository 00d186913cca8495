// The answer for a place as a few lines of text, for a message or a notebook.
import type { GridWorkload } from '../../../../server/analysis/schemas.ts';
import type { Location } from '../../../../server/locate/schemas.ts';
import type { Messages } from '../../../messages/en.ts';
import { formatCode, shortCode } from '../../../state/gridCodes.ts';
import { responsibleFor } from './responsible.ts';

export interface CardOf {
  location: Location;
  accuracyM: number | undefined;
  /** Code of the grid that a person chose; null: nobody did. */
  choice: string | null;
  /** Of today, with their workers. */
  grids: readonly GridWorkload[];
  /** Of which time the boundaries are, in words; null: now. */
  when: string | null;
}

export interface CardWords {
  words: Messages;
  nameOf: (place: { name: string; nameEn: string }) => string;
}

export function answerCard(
  { location, accuracyM, choice, grids, when }: CardOf,
  { words, nameOf }: CardWords,
): string {
  const { card, workerList } = words.locating;
  const { distance } = words.format;
  const { grid, runnerUp, distanceToEdgeM, boundaryVersion, ambiguous } = location;
  const { grid: named, path, workers } = responsibleFor(location, choice, grids);
  const position = `${location.lon.toFixed(7)}, ${location.lat.toFixed(7)}`;
  const lines = [named === null ? card.noGrid : card.grid(formatCode(named.code), nameOf(named))];
  if (named !== null) {
    lines.push(card.path(path.map((place) => nameOf(place) || shortCode(place.code)).join(' › ')));
    lines.push(workers.length === 0 ? card.noWorker : card.workers(workerList(workers)));
  }
  lines.push(
    accuracyM === undefined ? card.position(position) : card.positionWithin(position, distance(accuracyM)),
  );
  if (distanceToEdgeM !== null) lines.push(card.edge(distance(distanceToEdgeM)));
  if (runnerUp !== null)
    lines.push(card.runnerUp(formatCode(runnerUp.grid.code), distance(runnerUp.distanceM)));
  if (choice !== null) lines.push(card.chosen(formatCode(choice)));
  else if (ambiguous && grid !== null) {
    lines.push(
      runnerUp === null || runnerUp.distanceM >= (accuracyM ?? 0)
        ? card.ambiguousEdge
        : card.ambiguous(shortCode(grid.code), shortCode(runnerUp.grid.code)),
    );
  }
  if (boundaryVersion !== null) {
    lines.push(when === null ? card.boundaries(boundaryVersion) : card.boundariesAt(boundaryVersion, when));
  }
  return lines.join('\n');
}
