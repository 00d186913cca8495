// The Dispatch workspace without its panels: the queue, the incident in hand, and what the map shows of them.
import { createDensity } from '../../cells/density.svelte.ts';
import { mapColours } from '../../layers/colours.ts';
import type { DispatchIncident } from '../../layers/dispatch.ts';
import type { LocatedPoint } from '../../layers/inputs.ts';
import { densityLegend } from '../../legend/densityLegend.ts';
import { around } from '../../map/bounds.ts';
import { gridLabels, plates, type Wording } from '../../map/labelsAndMarks.ts';
import { nameOf, words } from '../../messages/messages.svelte.ts';
import { shortCode } from '../../state/gridCodes.ts';
import { panels } from '../../state/panels.svelte.ts';
import { periodDays } from '../../state/periods.ts';
import { findGrid } from '../../state/region.svelte.ts';
import { theme } from '../../state/theme.svelte.ts';
import { view } from '../../state/view.svelte.ts';
import { viewport } from '../../state/viewport.svelte.ts';
import type { LayerName } from '../../state/viewState.ts';
import type { WorkspaceContext, WorkspaceMap } from '../workspace.ts';
import { createActions } from './incident/actions.svelte.ts';
import { createAnsweredWrites } from './incident/answeredWrites.svelte.ts';
import { choicesOf, runnerUpOf } from './incident/choices.ts';
import { createInHand } from './incident/inHand.svelte.ts';
import type { QueueItem } from './incidentApi.ts';
import { createLocating } from './locating/locating.svelte.ts';
import { createNewIncident } from './newIncident/newIncident.svelte.ts';
import { printedLegend } from './printedLegend.ts';
import { createQueue } from './queue/queue.svelte.ts';
import { titleOf } from './queue/rowWords.ts';

/** To be called while a component is made: it asks the server. */
export function createDispatch(context: WorkspaceContext) {
  const answered = createAnsweredWrites();
  const queue = createQueue(context, answered);
  const inHand = createInHand(context, queue, answered);
  const newIncident = createNewIncident(context, (id) => {
    queue.knows(id);
    choose(id);
    view.update('dispatch', { tool: 'queue' });
  });
  const locating = createLocating(context, { inHand, newIncident });

  const actions = createActions(context, inHand);
  let filtersAreOpen = $state(false);
  let isCorrecting = $state(false);
  let isEditing = $state(false);

  /** As in Insight: of its period, and with its bandwidth. */
  const days = $derived(periodDays(view.insight.period, new Date(), context.region.timeZone));
  const density = createDensity(() => ({
    region: context.region,
    query: { ...days },
    bandwidthM: view.hotspots.bandwidthM,
    isShown: view.workspace === 'dispatch' && view.dispatch.shown.includes('density'),
  }));

  const grids = $derived(context.queries.workload.data?.grids ?? []);
  const item = $derived(inHand.item);
  const location = $derived(inHand.location.data);
  const runnerUpCode = $derived(
    item === undefined ? undefined : runnerUpOf(choicesOf(location, item), item.grid?.code),
  );
  const wording = $derived<Wording>({ words: words(), nameOf });

  const located = $derived.by((): LocatedPoint | undefined => {
    if (item === undefined) return undefined;
    const { lon, lat, accuracyM, category } = item;
    const edge = location?.nearestEdgePoint ?? null;
    const metres = location?.distanceToEdgeM ?? null;
    return {
      lon,
      lat,
      category,
      accuracyM: accuracyM ?? undefined,
      edge:
        edge === null || metres === null
          ? undefined
          : { lon: edge[0], lat: edge[1], label: words().location.toEdge(words().format.distance(metres)) },
    };
  });
  const ownPlates = $derived.by(() => {
    if (item === undefined || location === undefined) return [];
    const other = findGrid(grids, runnerUpCode);
    const runnerUp = other === undefined ? null : { grid: other, distanceM: 0 };
    return plates(inHand.grid, { ...location, runnerUp }, grids, wording);
  });
  const shownLocating = $derived(locating.map);
  const marks = $derived<WorkspaceMap['marks']>({
    hovered: view.hoveredCode ?? undefined,
    ...(shownLocating?.marks ?? { selected: item?.grid?.code, runnerUp: runnerUpCode }),
  });

  const discs = $derived.by((): DispatchIncident[] => {
    if (!view.dispatch.shown.includes('incidents')) return [];
    const near = inHand.near.data?.incidents ?? [];
    const byId = new Map([...near, ...queue.rows].map((incident) => [incident.id, incident]));
    // the one in hand is the pin
    if (item !== undefined) byId.delete(item.id);
    return [...byId.values()].map(discOf);
  });

  const inputs = $derived<WorkspaceMap['inputs']>({
    shown: new Set<LayerName>(view.dispatch.shown.includes('households') ? ['households'] : []),
    classification: { scale: 'balance', classes: [], withoutValue: 0 },
    gridLabels: gridLabels(
      view.dispatch.shown.includes('boundaries') ? grids : [],
      view.bounds,
      null,
      [marks.selected, marks.runnerUp].filter((code) => code !== undefined),
      wording,
    ),
    plates: shownLocating?.plates ?? ownPlates,
    located: shownLocating === undefined ? located : shownLocating.located,
    locating: shownLocating?.locating,
    unassigned: [],
    defects: [],
    hotspots: { density: density.inputs && { ...density.inputs, stays: true } },
    dispatch: {
      incidents: discs,
      showsBoundaries: view.dispatch.shown.includes('boundaries'),
    },
  });

  // A chosen incident is brought into sight when it is hidden, once; and what shows it must not hide it.
  let brought: string | undefined;
  $effect(() => {
    if (view.workspace !== 'dispatch') return;
    if (item === undefined) {
      if (inHand.id === null) brought = undefined;
      return;
    }
    if (brought === item.id) return;
    brought = item.id;
    if (viewport.layout === 'narrow') panels.drawerIsOpen = true;
    view.goTo(around(item.lon, item.lat, Math.max(60, item.accuracyM ?? 0)), 'ifHidden');
  });

  const noValues = new Map<number, number | null>();
  const ownClicks: WorkspaceMap['clickHandlers'] = [
    { layers: ['dispatch-incidents'], click: ({ properties }) => choose(String(properties.id)) },
  ];

  function choose(id: string | null): void {
    isCorrecting = false;
    isEditing = false;
    actions.isChoosingWorker = false;
    inHand.writing.leave();
    view.update('dispatch', { incident: id });
  }

  const map: WorkspaceMap = {
    get inputs() {
      return inputs;
    },
    values: noValues,
    get marks() {
      return marks;
    },
    get clickHandlers() {
      return [...locating.clickHandlers, ...ownClicks];
    },
    mapClicked: (lon, lat) => void locating.mapClicked(lon, lat),
    get drag() {
      return locating.drag;
    },
    markHovered: (properties) => locating.markHovered(properties),
    get legend() {
      const colours = mapColours[theme.current];
      const marked = printedLegend(
        {
          hasFirstChoice: marks.selected !== undefined,
          hasRunnerUp: marks.runnerUp !== undefined,
          accuracyM: inputs.located?.accuracyM || undefined,
          layers: view.dispatch.shown,
        },
        colours,
        words(),
      );
      if (!view.dispatch.shown.includes('density')) return marked;
      const { bandwidthM } = view.hotspots;
      const { topPerKm2 } = density;
      return [...marked, densityLegend({ colours, bandwidthM, topPerKm2, range: rangeInWords() }, words())];
    },
    get announcement() {
      if (locating.announcement !== '') return locating.announcement;
      if (item === undefined) return '';
      const title = titleOf(item, words());
      return item.grid === null
        ? words().dispatch.chosenUnassigned(title)
        : words().dispatch.chosen(title, shortCode(item.grid.code));
    },
  };

  function rangeInWords(): string {
    return words().format.dayRange(days.from, days.to);
  }

  return {
    map,
    density,
    /** That the density is of. */
    get periodInWords() {
      return rangeInWords();
    },
    queue,
    inHand,
    actions,
    newIncident,
    locating,
    choose,
    get filtersAreOpen() {
      return filtersAreOpen;
    },
    set filtersAreOpen(open: boolean) {
      filtersAreOpen = open;
    },
    /** The location of the incident in hand is being corrected, or it is being pinned to a grid. */
    get isCorrecting() {
      return isCorrecting;
    },
    set isCorrecting(open: boolean) {
      isCorrecting = open;
    },
    /** State, severity and category can be set to anything. */
    get isEditing() {
      return isEditing;
    },
    set isEditing(open: boolean) {
      isEditing = open;
    },
  };
}

export type Dispatch = ReturnType<typeof createDispatch>;

function discOf({ id, lon, lat, category, status, grid, reportedAt }: QueueItem): DispatchIncident {
  return {
    id,
    lon,
    lat,
    category,
    status,
    isUnassigned: grid === null,
    reported: Date.parse(reportedAt) / 1000,
  };
}
