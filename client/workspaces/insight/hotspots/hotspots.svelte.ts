// The hotspots without their panels: what is asked of the server, and what the map shows of it.
import { createQuery } from '@tanstack/svelte-query';
import { hexagonGrid } from '../../../../core/hexagons.ts';
import { fetchIncidentCell, fetchIncidentStatistics, type IncidentQuery } from '../../../api.ts';
import { askCells } from '../../../cells/askCells.ts';
import type { CellPlace } from '../../../cells/cellSet.ts';
import { createDensity } from '../../../cells/density.svelte.ts';
import { mapColours } from '../../../layers/colours.ts';
import type { HotspotInputs } from '../../../layers/hotspots.ts';
import { around } from '../../../map/bounds.ts';
import { words } from '../../../messages/messages.svelte.ts';
import { differenceColours, sequentialColours, type ValueClass } from '../../../state/classes.ts';
import { filterQuery } from '../../../state/hotspotsView.ts';
import { comparedDays, type Days, periodDays } from '../../../state/periods.ts';
import { theme } from '../../../state/theme.svelte.ts';
import { view } from '../../../state/view.svelte.ts';
import type { LayerName } from '../../../state/viewState.ts';
import type { WorkspaceContext } from '../../workspace.ts';
import { hotspotsLegend } from './legend/hotspotsLegend.ts';
import { periodSentence, rangeInWords } from './sentences.ts';

/** A failure may come before the panel that shows it: without this, only what had been read by then would be told of. */
const notifyOnChangeProps = 'all' as const;

export interface ListedCell extends CellPlace {
  key: string;
  lon: number;
  lat: number;
}

/** To be called while a component is made: it asks the server. */
export function createHotspots(context: WorkspaceContext) {
  const isOpen = $derived(view.workspace === 'insight' && view.insight.page === 'hotspots');
  const chosen = $derived(view.hotspots);
  const showsCells = $derived(isOpen && chosen.shownAs === 'cells');
  /** Of points, too, there is a list of where most of them are. */
  const countsCells = $derived(isOpen && chosen.shownAs !== 'density');
  const showsDensity = $derived(
    isOpen ? chosen.shownAs === 'density' : view.workspace === 'insight' && view.layers.includes('incidents'),
  );
  const days = $derived(periodDays(view.insight.period, new Date(), context.region.timeZone));
  /** The sentence compares with the days before also while the map compares with nothing. */
  const compared = $derived(comparedDays(days, chosen.compare === 'none' ? 'before' : chosen.compare));
  const isCompared = $derived(chosen.compare !== 'none');
  const filtered = $derived<IncidentQuery>({ ...days, ...filterQuery(chosen) });
  const cellQuery = $derived(isCompared ? { ...filtered, ...compareQuery(compared) } : filtered);

  const key = (name: string) => [name, context.region.code, context.region.changeSequence];
  const sameRegion = <Answer>(
    previous: Answer | undefined,
    query: { queryKey: readonly unknown[] } | undefined,
  ) => (query?.queryKey[1] === context.region.code ? previous : undefined);

  const statistics = createQuery(() => ({
    queryKey: [...key('incident statistics'), filtered, compared],
    queryFn: ({ signal }) =>
      fetchIncidentStatistics(context.region.code, { ...filtered, ...compareQuery(compared) }, signal),
    enabled: isOpen,
    placeholderData: sameRegion,
    notifyOnChangeProps,
  }));

  const cells = createQuery(() => ({
    queryKey: [...key('incident cells'), cellQuery, chosen.cellM],
    queryFn: ({ signal }) =>
      askCells(context.region.code, cellQuery, chosen.cellM, { kind: 'counts', isCompared }, signal),
    enabled: countsCells,
    placeholderData: sameRegion,
    notifyOnChangeProps,
    // thousands of numbers are not compared one by one; and the worker keeps its sets for about as long
    structuralSharing: false,
    gcTime: 60_000,
  }));

  const density = createDensity(() => ({
    region: context.region,
    query: isOpen ? filtered : { ...days },
    bandwidthM: chosen.bandwidthM,
    isShown: showsDensity,
  }));

  const cellDetails = createQuery(() => ({
    queryKey: [...key('incident cell'), cellQuery, chosen.cellM, chosen.cell],
    queryFn: ({ signal }) =>
      fetchIncidentCell(context.region.code, cellQuery, chosen.cellM, chosen.cell!, signal),
    enabled: showsCells && chosen.cell !== null,
    placeholderData: sameRegion,
    notifyOnChangeProps,
  }));

  const cellsAreCompared = $derived(cells.data?.use.kind === 'counts' && cells.data.use.isCompared === true);

  /** As they are drawn: until the next answer is there, those of the last one. */
  const cellClasses = $derived.by((): ValueClass[] => {
    const shown = cells.data;
    if (shown === undefined) return [];
    const { classes } = shown.summary;
    const colours = cellsAreCompared
      ? differenceColours((classes.length - 1) / 2, theme.current)
      : sequentialColours(classes.length, theme.current);
    return classes.map((valueClass, index) => ({ ...valueClass, colour: colours[index]! }));
  });

  const inputs = $derived.by((): HotspotInputs => {
    const hexagons = showsCells ? cells.data : undefined;
    return {
      onlyPoints: isOpen && chosen.shownAs === 'points',
      hexagons: hexagons && {
        tiles: hexagons.tiles,
        by: cellsAreCompared ? 'change' : 'count',
        classes: cellClasses,
        selected: chosen.cell,
      },
      density: density.inputs,
    };
  });

  /** Grids keep their limits but not their colours, which are of another subject. */
  const shown = $derived.by((): ReadonlySet<LayerName> => {
    const others = view.layers.filter((name) => name !== 'values' && name !== 'incidents');
    return new Set<LayerName>(chosen.shownAs === 'cells' ? others : [...others, 'incidents']);
  });

  const listed = $derived.by((): ListedCell[] => {
    const set = chosen.shownAs === 'density' ? density.query.data : cells.data;
    if (set === undefined) return [];
    const grid = hexagonGrid(set.answer.origin as [number, number], set.answer.cellM);
    return set.summary.places.map((place) => {
      const [lon, lat] = grid.centre(place.cell);
      return { ...place, key: place.cell.join(), lon, lat };
    });
  });

  return {
    statistics,
    cells,
    density: density.query,
    cellDetails,
    /** An answer about the period is on its way. */
    get isWaiting() {
      return statistics.isFetching || cells.isFetching || density.query.isFetching;
    },
    get isOpen() {
      return isOpen;
    },
    get days() {
      return days;
    },
    get compared() {
      return compared;
    },
    get isCompared() {
      return isCompared;
    },
    get inputs() {
      return inputs;
    },
    get shown() {
      return shown;
    },
    get cellClasses() {
      return cellClasses;
    },
    /** Those on the map: until the answer is there, as before. */
    get cellsAreCompared() {
      return cellsAreCompared;
    },
    /** Incidents per km² at the top of the scale; undefined until it is known. */
    get topPerKm2() {
      return density.topPerKm2;
    },
    /** For paper and pictures. */
    get legend() {
      return hotspotsLegend(
        {
          chosen,
          colours: mapColours[theme.current],
          classes: cellClasses,
          isCompared: cellsAreCompared,
          topPerKm2: density.topPerKm2,
          byCategory: statistics.data?.byCategory,
          range: rangeInWords(days, words()),
          comparedRange: rangeInWords(compared, words()),
        },
        words(),
      );
    },
    get periodInWords() {
      return rangeInWords(days, words());
    },
    /** What the period holds, when its numbers are there. */
    get announcement() {
      return statistics.data === undefined || statistics.isPlaceholderData
        ? ''
        : periodSentence(statistics.data, compared, chosen.compare, words());
    },
    /** Of the layer, highest first. */
    get listed() {
      return listed;
    },
    selectCell(cell: readonly [number, number]) {
      view.clearSelection();
      view.update('hotspots', { cell });
    },
    clearCell() {
      if (view.hotspots.cell !== null) view.update('hotspots', { cell: null });
    },
    goToCell({ cell, lon, lat }: ListedCell) {
      if (chosen.shownAs === 'cells') view.update('hotspots', { cell });
      if (chosen.shownAs === 'points') return view.goTo(around(lon, lat, chosen.cellM));
      const widthM = chosen.shownAs === 'cells' ? chosen.cellM : 2 * chosen.bandwidthM;
      view.goTo(around(lon, lat, 3 * widthM), 'ifHidden');
    },
  };
}

export type Hotspots = ReturnType<typeof createHotspots>;

function compareQuery({ from, to }: Days): IncidentQuery {
  return { compareFrom: from, compareTo: to };
}
