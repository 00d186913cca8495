// How far each region is, as the event stream tells it, laid over what the list of regions said before or after.
import type { Region } from '../../../server/regions/schemas.ts';

/** By the region's code: its newest change. */
export type Positions = ReadonlyMap<string, number>;

/** The id of an event, such as `370215:18,370216:4`. What is no such list is none. */
export function parsePositions(id: string): Positions {
  const pairs = id.split(',').map((item) => /^([0-9]{6}):([0-9]{1,15})$/.exec(item));
  if (pairs.some((pair) => pair === null)) return new Map();
  return new Map(pairs.map((pair) => [pair![1]!, Number(pair![2])]));
}

/** Never back: an answer that was on its way when the event came is older than the event. */
export function movedOn(regions: readonly Region[], positions: Positions): Region[] {
  return regions.map((region) =>
    isBehind([region], positions)
      ? { ...region, changeSequence: String(positions.get(region.code)) }
      : region,
  );
}

/** Whether the stream has told of changes that the list does not know. */
export function isBehind(regions: readonly Region[], positions: Positions): boolean {
  return regions.some(({ code, changeSequence }) => Number(changeSequence) < (positions.get(code) ?? 0));
}

/** What these changes write is not only in the regions' places: their boundaries, names or extent may be others now. */
export function changesRegionItself(kind: string): boolean {
  return kind !== 'household' && kind !== 'incident' && kind !== 'worker';
}
