// What every workspace gets, and what it gives to the one map that they share.
import type { Region } from '../../server/regions/schemas.ts';
import type { MapInputs } from '../layers/inputs.ts';
import type { LegendSection } from '../legend/legendEntry.ts';
import type { ClickHandler } from '../map/clickRouter.ts';
import type { Draggable } from '../map/dragging.ts';
import type { RegionQueries } from '../state/region.svelte.ts';

/** Read through functions and getters: what reads them runs again when they change. */
export interface WorkspaceContext {
  readonly region: Region;
  readonly queries: RegionQueries;
  retry(): void;
}

/** What the map draws by itself, whichever workspace is open. */
type SharedInputs = 'basemap' | 'theme' | 'colours' | 'language' | 'tiles' | 'origin';

/** A workspace's part of the map. The map asks for it only while the workspace is open. */
export interface WorkspaceMap {
  readonly inputs: Omit<MapInputs, SharedInputs>;
  /** Feature id of a grid → value of what it is coloured by; null: the grid has none. */
  readonly values: ReadonlyMap<number, number | null>;
  /** Codes of the grids that stand out. */
  readonly marks: {
    hovered?: string | undefined;
    /** Grids that are looked at together, as those of a street: they look as if the pointer were over each. */
    together?: readonly string[];
    selected?: string | undefined;
    runnerUp?: string | undefined;
  };
  readonly clickHandlers: readonly ClickHandler[];
  /** What can be taken and put elsewhere now. */
  readonly drag?: Draggable | undefined;
  /** Properties of the mark under the pointer; null: there is none any more. */
  markHovered?(properties: Record<string, unknown> | null): void;
  /** A click that nothing on the map took. */
  mapClicked(lon: number, lat: number): void;
  /** What its symbols and colours mean, for paper and pictures; read only when one is made. */
  readonly legend: readonly LegendSection[];
  /** The period that is counted, in words; undefined: no period matters. */
  readonly periodInWords?: string | undefined;
  /** Said to a screen reader when it changes. */
  readonly announcement: string;
}
