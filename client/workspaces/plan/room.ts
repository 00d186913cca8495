// How much more work a grid can take before it is out of band.
import type { Messages } from '../../messages/en.ts';
import { band } from '../../state/classes.ts';

/** Null: the grid has no worker, so no index. */
export function roomInWords(index: number | null, { plan }: Messages): string {
  if (index === null) return plan.noWorker;
  const room = band.upper - index;
  if (room > 0) return plan.roomBelow(room);
  return room < 0 ? plan.overLimit(-room) : plan.noRoom;
}
