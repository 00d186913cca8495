// What the panels take of the map at this moment. The panels say it; the map keeps clear of it.
import { peekHeight } from '../components/Sheet.svelte';
import { viewport } from './viewport.svelte.ts';
import type { Workspace } from './viewState.ts';

export interface Room {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

/** Widths of the side panels, by the interface guide. */
export const panelWidths: Record<Workspace, { left: number; right: number }> = {
  plan: { left: 304, right: 340 },
  dispatch: { left: 324, right: 340 },
  insight: { left: 304, right: 400 },
};

const inset = 12;
const topBar = 48;
const phoneTop = 56 + 56;

class Panels {
  /** Between 768 and 1200 px the right panel is a drawer. */
  drawerIsOpen = $state(false);
  /** Height of the phone's sheet. */
  sheetHeight = $state(peekHeight);
  /** Of what stands at the bottom between the side panels; 0: nothing does. */
  bottomHeight = $state(0);

  /** The user put them away to see more of the map. */
  #leftIsAway = $state(false);
  #rightIsAway = $state(false);

  leftIsShown(): boolean {
    return !this.#leftIsAway;
  }

  rightIsShown(): boolean {
    return viewport.layout === 'wide' ? !this.#rightIsAway : this.drawerIsOpen;
  }

  toggleLeft(): void {
    this.#leftIsAway = !this.#leftIsAway;
  }

  toggleRight(): void {
    if (viewport.layout === 'wide') this.#rightIsAway = !this.#rightIsAway;
    else this.drawerIsOpen = !this.drawerIsOpen;
  }

  /** The camera's centre is the centre of what this leaves. The same in every workspace, so that changing it moves nothing. */
  padding(): Room {
    if (viewport.layout === 'phone') return { top: phoneTop, right: 0, bottom: peekHeight, left: 0 };
    return {
      top: topBar + inset,
      right: viewport.layout === 'wide' ? panelWidths.insight.right + 2 * inset : 60,
      bottom: inset,
      left: panelWidths.dispatch.left + 2 * inset,
    };
  }

  /** What is covered now. */
  cover(workspace: Workspace): Room {
    if (viewport.layout === 'phone') return { ...this.padding(), bottom: this.sheetHeight };
    const { left, right } = panelWidths[workspace];
    return {
      top: topBar + inset,
      right: this.rightIsShown() ? right + 2 * inset : 60,
      bottom: this.bottomHeight === 0 ? inset : this.bottomHeight + 2 * inset,
      left: this.leftIsShown() ? left + 2 * inset : inset,
    };
  }
}

export const panels = new Panels();
