import type { Location } from '../../../../server/locate/schemas.ts';
import type { Messages } from '../../../messages/en.ts';
import { shortCode } from '../../../state/gridCodes.ts';

/** Which grid the place was in, and which it is in today, as one sentence. */
export function thenAndNow(
  then: Location,
  now: Location,
  when: string,
  { locating: text }: Messages,
): string {
  const [before, after] = [then.grid, now.grid].map((grid) => (grid === null ? null : shortCode(grid.code)));
  if (before == null) return after == null ? text.sameNowhere(when) : text.thenNowhere(when, after);
  if (after == null) return text.nowNowhere(when, before);
  return before === after ? text.sameAsNow(when, after) : text.thenAndNow(when, before, after);
}
