import type { WorkspaceMap } from './workspace.ts';

/** What the map shows while a workspace is still being fetched: the boundaries alone. */
export const emptyMap: WorkspaceMap = {
  inputs: {
    shown: new Set(),
    classification: { scale: 'balance', classes: [], withoutValue: 0 },
    gridLabels: [],
    plates: [],
    located: undefined,
    unassigned: [],
    defects: [],
  },
  values: new Map(),
  marks: {},
  clickHandlers: [],
  mapClicked: () => {},
  legend: [],
  announcement: '',
};
