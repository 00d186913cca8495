import type { PlaceMark } from '../../../layers/located.ts';
import { words } from '../../../messages/messages.svelte.ts';
import { shortCode } from '../../../state/gridCodes.ts';
import type { ListedPlace } from './listedPlaces.ts';

/** The places of a list that have a position, as marks. Decided ones are clear. */
export function placeMarks(
  places: readonly ListedPlace[],
  choices: ReadonlyMap<number, string>,
): PlaceMark[] {
  return places.flatMap(({ pasted, found, outcome }) => {
    if (found === undefined) return [];
    const code = choices.get(pasted.line) ?? found.grid?.code;
    const answer = code === undefined ? words().location.unassigned : shortCode(code);
    const mark: PlaceMark = {
      line: pasted.line,
      lon: found.lon,
      lat: found.lat,
      outcome:
        found.grid === null
          ? 'noGrid'
          : outcome === 'ambiguous' && !choices.has(pasted.line)
            ? 'ambiguous'
            : 'clear',
      label: words().locating.list.row(pasted.line, pasted.name, answer),
    };
    return [mark];
  });
}
