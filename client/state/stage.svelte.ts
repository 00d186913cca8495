// What the map offers to the rest of the page. The map says it when it stands; nobody else touches it.
import type { StyleSpecification } from 'maplibre-gl';
import type { Region } from '../../server/regions/schemas.ts';
import type { LegendSection } from '../legend/legendEntry.ts';
import type { Camera } from './viewState.ts';

/** The map at this moment as it is printed: in the light theme, whichever is on the screen. */
export interface Picture {
  style: StyleSpecification;
  values: ReadonlyMap<number, number | null>;
  /** Feature ids. */
  marks: { selected?: number | undefined; runnerUp?: number | undefined };
  legend: readonly LegendSection[];
  camera: Camera;
  /** Pixels of the map that no panel covers: what the picture shows. */
  room: { width: number; height: number };
  region: Region;
  /** In words; undefined: no period matters. */
  period: string | undefined;
}

export interface Stage {
  zoomBy(steps: number): void;
  panBy(x: number, y: number): void;
  showWholeRegion(): void;
  /** The selection, or the whole region where nothing is selected. */
  fitSelection(): void;
  locateMe(): void;
  picture(): Picture | undefined;
}

class StageHolder {
  /** Null: there is no map. */
  current = $state.raw<Stage | null>(null);

  offer(stage: Stage): () => void {
    this.current = stage;
    return () => {
      if (this.current === stage) this.current = null;
    };
  }
}

export const stage = new StageHolder();
