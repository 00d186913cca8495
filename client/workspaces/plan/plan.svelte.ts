// The Plan workspace without its panels: the boundary versions and what changed between them, the selected grid with its
// neighbours, and what the map shows of it. Nothing here changes a boundary.
import { createQuery } from '@tanstack/svelte-query';
import { fetchCrosswalk, fetchNeighbours, fetchVersions } from '../../api.ts';
import { mapColours } from '../../layers/colours.ts';
import { gridLabels, locatedPoint, plates, type Wording } from '../../map/labelsAndMarks.ts';
import { nameOf, words } from '../../messages/messages.svelte.ts';
import { classify } from '../../state/classes.ts';
import { shortCode } from '../../state/gridCodes.ts';
import { panels } from '../../state/panels.svelte.ts';
import { findGrid } from '../../state/region.svelte.ts';
import { theme } from '../../state/theme.svelte.ts';
import { view } from '../../state/view.svelte.ts';
import { viewport } from '../../state/viewport.svelte.ts';
import type { LayerName } from '../../state/viewState.ts';
import type { WorkspaceContext, WorkspaceMap } from '../workspace.ts';
import { comparisonOf } from './comparison.ts';
import { gridChanges } from './gridChanges.ts';
import { planLegend } from './planLegend.ts';

const shown: ReadonlySet<LayerName> = new Set(['values']);

/** To be called while a component is made: it asks the server. */
export function createPlan(context: WorkspaceContext) {
  const { queries } = context;
  const isOpen = $derived(view.workspace === 'plan');
  const sameRegion = <Answer>(
    previous: Answer | undefined,
    query: { queryKey: readonly unknown[] } | undefined,
  ) => (query?.queryKey[1] === context.region.code ? previous : undefined);

  const versions = createQuery(() => ({
    queryKey: ['versions', context.region.code, context.region.changeSequence],
    queryFn: ({ signal }) => fetchVersions(context.region.code, signal),
    enabled: isOpen,
    placeholderData: sameRegion,
  }));
  const comparison = $derived(
    comparisonOf(view.plan.compare, versions.data?.versions ?? [], context.region.boundaryVersion),
  );
  const pair = $derived(comparison.kind === 'pair' ? comparison : undefined);
  const crosswalk = createQuery(() => ({
    // versions never change; the households in them do, which is no reason to intersect everything again
    queryKey: ['crosswalk', context.region.code, pair?.from, pair?.to],
    queryFn: ({ signal }) => fetchCrosswalk(context.region.code, { from: pair!.from, to: pair!.to }, signal),
    enabled: isOpen && pair !== undefined,
    staleTime: 600_000,
  }));
  const changes = $derived(
    pair === undefined || crosswalk.data === undefined ? undefined : gridChanges(crosswalk.data.rows),
  );

  const grids = $derived(queries.workload.data?.grids ?? []);
  const location = $derived(view.selection.kind === 'point' ? queries.location.data : undefined);
  const grid = $derived.by(() => {
    const { selection } = view;
    if (selection.kind === 'none') return undefined;
    return findGrid(grids, selection.kind === 'grid' ? selection.code : location?.grid?.code);
  });
  const runnerUp = $derived(findGrid(grids, location?.runnerUp?.grid.code));
  const neighbours = createQuery(() => ({
    queryKey: ['neighbours', context.region.code, grid?.code, context.region.changeSequence],
    queryFn: ({ signal }) => fetchNeighbours(context.region.code, grid!.code, signal),
    enabled: isOpen && grid !== undefined,
    placeholderData: (previous, query) => (query?.queryKey[2] === grid?.code ? previous : undefined),
  }));

  const classification = $derived(
    classify(
      'workload',
      grids.map(({ indexPerWorker }) => indexPerWorker),
      theme.current,
    ),
  );
  const wording = $derived<Wording>({ words: words(), nameOf });
  const values = $derived(
    new Map(grids.map(({ gridVersionId, indexPerWorker }) => [Number(gridVersionId), indexPerWorker])),
  );
  const inputs = $derived<WorkspaceMap['inputs']>({
    shown,
    classification,
    gridLabels: gridLabels(
      grids,
      view.bounds,
      'workload',
      [grid?.code, runnerUp?.code].filter((code) => code !== undefined),
      wording,
    ),
    plates: plates(grid, location, grids, wording),
    located: locatedPoint(view.selection, location, wording),
    unassigned: [],
    defects: [],
    markedGrids: { codes: (changes ?? []).map(({ code }) => code), meaning: 'changed' },
  });
  const announcement = $derived.by(() => {
    if (view.selection.kind === 'grid' && grid !== undefined) {
      return words().grid.selected(shortCode(grid.code), nameOf(grid));
    }
    return changes === undefined ? '' : words().plan.comparedCount(changes.length);
  });

  // what was selected is shown
  $effect(() => {
    if (isOpen && view.selection.kind !== 'none' && viewport.layout === 'narrow') panels.drawerIsOpen = true;
  });

  const map: WorkspaceMap = {
    get inputs() {
      return inputs;
    },
    get values() {
      return values;
    },
    get marks() {
      return { hovered: view.hoveredCode ?? undefined, selected: grid?.code, runnerUp: runnerUp?.code };
    },
    // a planner means the grid, wherever in it the click was; a dedicated one lies over base grids
    clickHandlers: ['dedicated-values', 'grid-values'].map((layer) => ({
      layers: [layer],
      click: ({ properties }) => view.select({ kind: 'grid', code: String(properties.code) }),
    })),
    mapClicked: (lon, lat) => view.select({ kind: 'point', lon, lat }),
    get legend() {
      return planLegend(classification, changes?.length ?? 0, mapColours[theme.current], words());
    },
    get announcement() {
      return announcement;
    },
  };

  return {
    map,
    versions,
    comparison: () => comparison,
    crosswalk,
    /** Undefined while nothing is compared, or the answer is on its way. */
    get changes() {
      return changes;
    },
    /** The selected grid, or the one that the selected point lies in. */
    get grid() {
      return grid;
    },
    neighbours,
    get classification() {
      return classification;
    },
    compare(from: number, to: number | null): void {
      view.update('plan', { compare: { from, to } });
    },
    clearComparison(): void {
      view.update('plan', { compare: null });
    },
  };
}

export type Plan = ReturnType<typeof createPlan>;
