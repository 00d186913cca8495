// Where something is: a pin dropped on the map, pasted places, the corrected place of the incident in hand.
import type { WorkspaceContext, WorkspaceMap } from '../../workspace.ts';
import type { InHand } from '../incident/inHand.svelte.ts';
import type { NewIncident } from '../newIncident/newIncident.svelte.ts';

/** What the map shows of it. The rest of the picture is the queue's. */
export type LocatingMap = Pick<WorkspaceMap['inputs'], 'located' | 'plates'> & Pick<WorkspaceMap, 'marks'>;

/** What it works on: the incident in hand, and the form of a new one. */
export interface LocatingSubjects {
  inHand: InHand;
  newIncident: NewIncident;
}

/** To be called while a component is made: it asks the server. */
export function createLocating(_context: WorkspaceContext, _subjects: LocatingSubjects) {
  return {
    /** Undefined: the incident in hand stands on the map. */
    get map(): LocatingMap | undefined {
      return undefined;
    },
    get clickHandlers(): WorkspaceMap['clickHandlers'] {
      return [];
    },
    /** A click that no mark on the map took; false: it is not for locating either. */
    mapClicked(_lon: number, _lat: number): boolean {
      return false;
    },
    get announcement(): string {
      return '';
    },
  };
}

export type Locating = ReturnType<typeof createLocating>;
