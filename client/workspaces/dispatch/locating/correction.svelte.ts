// The place of the incident in hand while somebody corrects it: nothing is written until it is saved.
import { words } from '../../../messages/messages.svelte.ts';
import { shortCode } from '../../../state/gridCodes.ts';
import type { InHand } from '../incident/inHand.svelte.ts';
import type { Place } from '../newIncident/newIncidentBody.ts';
import { createLiveAnswer } from './liveAnswer.svelte.ts';
import { shifted } from './shifted.ts';

export type CorrectionKind = 'move' | 'pin';

export function createCorrection(inHand: InHand) {
  let kind = $state.raw<CorrectionKind | null>(null);
  let moved = $state.raw<Place | null>(null);
  let picked = $state.raw<string | null>(null);
  const live = createLiveAnswer();

  const from = $derived(inHand.place);
  const place = $derived(moved ?? from);
  const isMoved = $derived(
    moved !== null && from !== undefined && (moved.lon !== from.lon || moved.lat !== from.lat),
  );

  function moveTo(lon: number, lat: number): void {
    if (from === undefined) return;
    const [x, y] = [lon, lat].map((degrees) => Number(degrees.toFixed(7))) as [number, number];
    moved = { ...from, lon: x, lat: y };
    live.ask(moved);
  }

  function restore(): void {
    moved = null;
    live.forget();
  }

  return {
    /** Null: nobody corrects anything. */
    get kind() {
      return kind;
    },
    begin(wanted: CorrectionKind): void {
      kind = wanted;
    },
    end(): void {
      restore();
      kind = null;
      picked = null;
    },
    get from() {
      return from;
    },
    /** Where it stands now, moved or not. */
    get place() {
      return place;
    },
    get isMoved() {
      return isMoved;
    },
    /** About the place where it stands now. */
    get location() {
      return isMoved ? live.location : inHand.location.data;
    },
    get error() {
      return isMoved ? live.error : undefined;
    },
    retry(): void {
      if (moved !== null) live.ask(moved);
    },
    moveTo,
    nudge(eastM: number, northM: number): void {
      if (place === undefined) return;
      const [lon, lat] = shifted([place.lon, place.lat], eastM, northM);
      moveTo(lon, lat);
    },
    restore,
    async save(): Promise<boolean> {
      if (moved === null) return false;
      const { lon, lat } = moved;
      return inHand.change({ fields: { lon, lat } }, () => {
        const grid = inHand.item?.grid;
        const text = words().locating.correct;
        return grid == null ? text.savedNowhere : text.saved(shortCode(grid.code));
      });
    },
    /** Code of the grid to pin it to. */
    get picked() {
      return picked;
    },
    pick(code: string): void {
      picked = code;
    },
    pin(reason: string): Promise<boolean> {
      const grid = picked;
      if (grid === null) return Promise.resolve(false);
      return inHand.change({ pin: { grid, reason } }, () => words().locating.correct.pinned(shortCode(grid)));
    },
    unpin(): Promise<boolean> {
      return inHand.change({ pin: null }, () => words().locating.correct.unpinned);
    },
  };
}

export type Correction = ReturnType<typeof createCorrection>;
