// The Dispatch workspace without its panels: what it asks for, and what the map shows of it.

import { view } from '../../state/view.svelte.ts';
import type { LayerName } from '../../state/viewState.ts';
import type { WorkspaceContext, WorkspaceMap } from '../workspace.ts';

const shown: ReadonlySet<LayerName> = new Set(['incidents', 'unassigned']);

/** To be called while a component is made: it asks the server. */
export function createDispatch(context: WorkspaceContext) {
  const selected = $derived(view.selection.kind === 'grid' ? view.selection.code : undefined);

  const map: WorkspaceMap = {
    get inputs() {
      return {
        shown,
        classification: { scale: 'balance' as const, classes: [], withoutValue: 0 },
        gridLabels: [],
        plates: [],
        located: undefined,
        unassigned: [],
        defects: [],
        incidentsPerGrid: 1,
      };
    },
    values: new Map(),
    get marks() {
      return { hovered: view.hoveredCode ?? undefined, selected, runnerUp: undefined };
    },
    clickHandlers: [],
    legend: [],
    mapClicked: (lon, lat) => view.select({ kind: 'point', lon, lat }),
    get announcement() {
      return context.region.code === '' ? '' : '';
    },
  };

  return { map };
}

export type Dispatch = ReturnType<typeof createDispatch>;
