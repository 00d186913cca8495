// The coverage page without its panels: what it asks for, what it says line by line, and what the map shows of it.
import { createQuery } from '@tanstack/svelte-query';
import { fetchEveryUnassigned, fetchQuality } from '../../../api.ts';
import { mapColours } from '../../../layers/colours.ts';
import { boundsOf } from '../../../map/bounds.ts';
import { gridLabels } from '../../../map/labelsAndMarks.ts';
import { nameOf, words } from '../../../messages/messages.svelte.ts';
import type { LineId } from '../../../state/coverageView.ts';
import { panels } from '../../../state/panels.svelte.ts';
import { theme } from '../../../state/theme.svelte.ts';
import { view } from '../../../state/view.svelte.ts';
import { viewport } from '../../../state/viewport.svelte.ts';
import type { LayerName } from '../../../state/viewState.ts';
import type { WorkspaceContext, WorkspaceMap } from '../../workspace.ts';
import { coverageLegend } from './coverageLegend.ts';
import { coverageLines, verdictOf } from './coverageLines.ts';
import { type CoveragePlace, coveragePlaces } from './coveragePlaces.ts';

/** As many as the answer that every page shares holds. */
const pageOfUnassigned = 1000;
/** Data grows old without a change in the region. */
const againMs = 3_600_000;
const shown: ReadonlySet<LayerName> = new Set(['unassigned', 'defects']);

/** To be called while a component is made: it asks the server. */
export function createCoverage(context: WorkspaceContext) {
  const { queries } = context;
  const isOpen = $derived(view.workspace === 'insight' && view.insight.page === 'coverage');
  const key = (name: string) => [name, context.region.code, context.region.changeSequence];
  const sameRegion = <Answer>(
    previous: Answer | undefined,
    query: { queryKey: readonly unknown[] } | undefined,
  ) => (query?.queryKey[1] === context.region.code ? previous : undefined);

  const quality = createQuery(() => ({
    queryKey: key('quality'),
    queryFn: ({ signal }) => fetchQuality(context.region.code, signal),
    enabled: isOpen,
    refetchInterval: againMs,
    placeholderData: sameRegion,
  }));
  const everyUnassigned = createQuery(() => ({
    queryKey: key('every-unassigned'),
    queryFn: ({ signal }) => fetchEveryUnassigned(context.region.code, signal),
    enabled: isOpen && (queries.unassigned.data?.total ?? 0) > pageOfUnassigned,
    placeholderData: sameRegion,
  }));

  const grids = $derived(queries.workload.data?.grids ?? []);
  const gridOf = $derived(new Map(grids.map((grid) => [grid.code, grid])));
  const dedicated = $derived(
    new Set(grids.filter(({ kind }) => kind === 'dedicated').map(({ code }) => code)),
  );
  const unassigned = $derived(everyUnassigned.data ?? queries.unassigned.data);
  const answers = $derived(
    quality.data === undefined || queries.defects.data === undefined
      ? undefined
      : { quality: quality.data, defects: queries.defects.data, dedicated },
  );
  const lines = $derived(
    answers === undefined
      ? undefined
      : coverageLines(answers, {
          words: words(),
          timeZone: context.region.timeZone,
          now: Math.max(quality.dataUpdatedAt, 1),
        }),
  );
  const verdict = $derived(lines === undefined ? undefined : verdictOf(lines, words()));
  const places = $derived(
    answers === undefined
      ? []
      : coveragePlaces({ ...answers, unassigned, grids: gridOf }, { words: words(), nameOf }),
  );
  const line = $derived(lines?.find(({ id, places: count }) => id === view.coverage.line && count > 0));
  const shownPlaces = $derived(
    line === undefined ? places : places.filter((place) => place.line === line.id),
  );
  /** Numbers of the workers without a grid, where they belong to what is shown. */
  const shownWorkers = $derived(
    line === undefined || line.id === 'workers' ? (quality.data?.workersWithoutGrids ?? []) : [],
  );
  const total = $derived(line?.places ?? (lines ?? []).reduce((sum, { places: count }) => sum + count, 0));

  const pointsOf = (subjects: readonly CoveragePlace['subject'][]) =>
    shownPlaces.filter(({ subject }) => subjects.includes(subject));
  /** The selected grid carries its name on a plate. */
  const plated = $derived(view.selection.kind === 'grid' ? [view.selection.code] : []);
  const inputs = $derived<Partial<WorkspaceMap['inputs']>>({
    shown,
    gridLabels: gridLabels(grids, view.bounds, null, plated, { words: words(), nameOf }),
    unassigned: pointsOf(['household', 'incident']),
    defects: pointsOf(['boundaries']),
    markedGrids: { codes: pointsOf(['grid']).map(({ code }) => code), meaning: 'warning' },
  });

  function isChosen({ selection: own }: CoveragePlace): boolean {
    const { selection } = view;
    if (own.kind === 'grid') return selection.kind === 'grid' && selection.code === own.code;
    return (
      own.kind === 'point' &&
      selection.kind === 'point' &&
      selection.lon === own.lon &&
      selection.lat === own.lat
    );
  }

  return {
    get isOpen() {
      return isOpen;
    },
    get inputs() {
      return inputs;
    },
    get legend() {
      const counts = {
        withoutWorker: pointsOf(['grid']).length,
        unassigned: pointsOf(['household', 'incident']).length,
        defects: pointsOf(['boundaries']).length,
      };
      return coverageLegend(counts, mapColours[theme.current], words());
    },
    /** What failed, if something did. */
    get error() {
      return quality.isError ? quality.error : queries.defects.isError ? queries.defects.error : null;
    },
    /** Undefined while they are on their way. */
    get lines() {
      return lines;
    },
    get verdict() {
      return verdict;
    },
    get line() {
      return line;
    },
    /** All of them, for the export. */
    get places() {
      return places;
    },
    get workersWithoutGrids() {
      return quality.data?.workersWithoutGrids ?? [];
    },
    get shownPlaces() {
      return shownPlaces;
    },
    get shownWorkers() {
      return shownWorkers;
    },
    /** Of what is shown, whether or not it is listed. */
    get total() {
      return total;
    },
    /** Shows the places of a line, or of all with null. */
    open(id: LineId | null): void {
      view.update('coverage', { line: id });
      view.clearSelection();
      if (viewport.layout === 'narrow') panels.drawerIsOpen = true;
      const found = id === null ? [] : places.filter((place) => place.line === id);
      if (found.length > 0) {
        view.goTo(boundsOf(found.map(({ lon, lat, bounds }) => bounds ?? [lon, lat, lon, lat])), 'ifHidden');
      }
    },
    /** The incident that was chosen, so that it can be put right. */
    get chosenIncident() {
      return places.find((place) => place.subject === 'incident' && isChosen(place))?.id;
    },
    isChosen,
    choose(place: CoveragePlace): void {
      view.select(place.selection);
    },
  };
}

export type Coverage = ReturnType<typeof createCoverage>;
