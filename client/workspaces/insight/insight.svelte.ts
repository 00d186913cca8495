// The Insight workspace without its panels: what is selected, how the grids are classed, and what the map shows of it.
import { mapColours } from '../../layers/colours.ts';
import { workloadLegend } from '../../legend/workloadLegend.ts';
import { around } from '../../map/bounds.ts';
import {
  areaRowLabels,
  defectMarks,
  gridLabels,
  locatedPoint,
  plates,
  unassignedMarks,
  type Wording,
} from '../../map/labelsAndMarks.ts';
import { nameOf, words } from '../../messages/messages.svelte.ts';
import { shortCode } from '../../state/gridCodes.ts';
import { panels } from '../../state/panels.svelte.ts';
import { findGrid } from '../../state/region.svelte.ts';
import { theme } from '../../state/theme.svelte.ts';
import { view } from '../../state/view.svelte.ts';
import { viewport } from '../../state/viewport.svelte.ts';
import type { WorkspaceContext, WorkspaceMap } from '../workspace.ts';
import { createCoverage } from './coverage/coverage.svelte.ts';
import { createHotspots } from './hotspots/hotspots.svelte.ts';
import { createWorkload } from './workload/workload.svelte.ts';

/** To be called while a component is made: it asks the server. */
export function createInsight(context: WorkspaceContext) {
  const { queries } = context;
  const coverage = createCoverage(context);
  const hotspots = createHotspots(context);
  const workload = createWorkload(context);
  /** With the weights in force, so the same objects while others are tried: what the map's style is made of. */
  const grids = $derived(queries.workload.data?.grids ?? []);
  const location = $derived(view.selection.kind === 'point' ? queries.location.data : undefined);
  const selectedCode = $derived.by(() => {
    const { selection } = view;
    if (selection.kind === 'none') return undefined;
    return selection.kind === 'grid' ? selection.code : location?.grid?.code;
  });
  const grid = $derived(findGrid(grids, selectedCode));
  const runnerUp = $derived(findGrid(grids, location?.runnerUp?.grid.code));
  const measure = $derived(view.workload.measure);
  const wording = $derived<Wording>({ words: words(), nameOf });
  // new labels are new tiles of them: while weights are dragged they follow when the hand rests
  let labelled = $state.raw({ grids: workload.grids, rows: workload.rows });
  $effect(() => {
    const next = { grids: workload.grids, rows: workload.rows };
    const timer = setTimeout(() => (labelled = next), workload.editor.isChanged ? 150 : 0);
    return () => clearTimeout(timer);
  });
  const plated = $derived([grid?.code, runnerUp?.code].filter((code) => code !== undefined));
  const labels = $derived.by(() => {
    const shown = view.layers.includes('values') && !hotspots.isOpen ? measure : null;
    if (shown !== null && (workload.level === 'communities' || workload.level === 'streets')) {
      return areaRowLabels(labelled.rows, view.bounds, shown, workload.level === 'streets', wording);
    }
    return gridLabels(labelled.grids, view.bounds, shown, plated, wording);
  });
  const inputs = $derived<WorkspaceMap['inputs']>({
    shown: hotspots.isOpen ? hotspots.shown : new Set(view.layers),
    hotspots: hotspots.inputs,
    classification: workload.paint,
    gridLabels: labels,
    plates: plates(grid, location, grids, wording),
    located: locatedPoint(view.selection, location, wording),
    unassigned: unassignedMarks(queries.unassigned.data),
    defects: defectMarks(queries.defects.data),
  });
  const shownInputs = $derived(coverage.isOpen ? { ...inputs, ...coverage.inputs } : inputs);
  const announcement = $derived.by(() => {
    if (hotspots.isOpen && view.selection.kind === 'none') return hotspots.announcement;
    if (view.selection.kind === 'grid' && grid !== undefined) {
      return words().grid.selected(shortCode(grid.code), nameOf(grid));
    }
    if (location?.grid != null && location.distanceToEdgeM !== null) {
      return words().location.answer(
        shortCode(location.grid.code),
        words().format.distance(location.distanceToEdgeM),
      );
    }
    return coverage.isOpen ? (coverage.line?.text ?? '') : '';
  });

  function range(): string {
    const period = queries.workload.data?.period;
    return period === undefined
      ? ''
      : words().format.dateRange(period.from, period.to, context.region.timeZone);
  }

  const selectPoint = (lon: number, lat: number) => {
    hotspots.clearCell();
    view.select({ kind: 'point', lon, lat });
  };

  // What was selected is shown, and what shows it must not hide it.
  $effect(() => {
    const { selection } = view;
    const isCell = hotspots.isOpen && view.hotspots.cell !== null;
    if (view.workspace !== 'insight' || viewport.layout === 'wide') return;
    if (selection.kind === 'none' && !isCell && workload.chosen === undefined) return;
    panels.drawerIsOpen = true;
    if (selection.kind === 'point') view.goTo(around(selection.lon, selection.lat, 60), 'ifHidden');
  });

  const map: WorkspaceMap = {
    get inputs() {
      return shownInputs;
    },
    get values() {
      return workload.values;
    },
    get marks() {
      return {
        hovered: view.hoveredCode ?? undefined,
        together: coverage.isOpen ? [] : workload.marked,
        selected: grid?.code,
        runnerUp: runnerUp?.code,
      };
    },
    // exact positions are in the properties; a tile's own are rounded to its raster
    clickHandlers: [
      {
        layers: ['defects', 'unassigned'],
        click: ({ properties }) => selectPoint(Number(properties.lon), Number(properties.lat)),
      },
      {
        layers: ['marked-grids'],
        click: ({ properties }) => view.select({ kind: 'grid', code: String(properties.code) }),
      },
      {
        layers: ['hotspot-cells'],
        click: ({ properties }) => hotspots.selectCell([Number(properties.q), Number(properties.r)]),
      },
      { layers: ['incident-points'], click: ({ lon, lat }) => selectPoint(lon, lat) },
    ],
    get legend() {
      if (coverage.isOpen) return coverage.legend;
      if (hotspots.isOpen) return hotspots.legend;
      const { summary, unassigned, defects } = queries;
      const counts = {
        households: summary.data?.households.total,
        unassigned: unassigned.data?.total,
        defects: defects.data === undefined ? undefined : inputs.defects.length,
      };
      const known = Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== undefined));
      return workloadLegend(
        {
          measure,
          level: workload.level,
          classification: workload.classification,
          isPreview: workload.editor.tried !== null,
          shown: inputs.shown,
          colours: mapColours[theme.current],
          counts: known,
          range: range(),
        },
        words(),
      );
    },
    get periodInWords() {
      if (coverage.isOpen) return undefined;
      return hotspots.isOpen ? hotspots.periodInWords : range();
    },
    mapClicked: selectPoint,
    get announcement() {
      return announcement;
    },
  };

  return {
    map,
    coverage,
    hotspots,
    /** The selected grid, or the one that the selected point lies in; with the weights that are shown. */
    get grid() {
      return findGrid(workload.grids, grid?.code);
    },
    workload,
  };
}

export type Insight = ReturnType<typeof createInsight>;
