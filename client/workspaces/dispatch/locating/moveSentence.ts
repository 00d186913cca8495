import type { Messages } from '../../../messages/en.ts';
import { shortCode } from '../../../state/gridCodes.ts';

/** From where to where, in words: the place, then what becomes of the grid. */
export function moveSentence(
  distanceM: number,
  before: { code: string } | null,
  after: { code: string } | null,
  words: Messages,
): string {
  const text = words.locating.correct;
  const distance = words.format.distance(distanceM);
  if (before === null) {
    return after === null ? text.movesNowhere(distance) : text.movesIn(distance, shortCode(after.code));
  }
  if (after === null) return text.movesOut(distance, shortCode(before.code));
  return before.code === after.code
    ? text.movesWithin(distance, shortCode(after.code))
    : text.moves(distance, shortCode(before.code), shortCode(after.code));
}
