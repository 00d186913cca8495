// What there is to say about a line of a list, in words.
import type { Messages } from '../../../messages/en.ts';
import { shortCode } from '../../../state/gridCodes.ts';
import type { ListedPlace } from './listedPlaces.ts';

/** Empty: the answer says it all. */
export function remarkOf(
  { pasted, outcome, accuracyM }: ListedPlace,
  choice: string | undefined,
  { format, locating }: Messages,
): string {
  const text = locating.list;
  switch (outcome) {
    case 'unreadable':
      return text.unreadable[pasted.problem ?? 'noCoordinates'];
    case 'ambiguous':
      return choice === undefined
        ? text.ambiguous(format.distance(accuracyM ?? 0))
        : text.decided(shortCode(choice));
    case 'clear':
      return '';
    default:
      return text.remarks[outcome];
  }
}
