// Where something is: a pin dropped on the map, pasted places, the corrected place of the incident in hand. One of them has the
// map at a time.
import type { Location } from '../../../../server/locate/schemas.ts';
import type { LocatingInputs } from '../../../layers/located.ts';
import { around } from '../../../map/bounds.ts';
import type { Draggable } from '../../../map/dragging.ts';
import { plates } from '../../../map/labelsAndMarks.ts';
import { nameOf, words } from '../../../messages/messages.svelte.ts';
import { shortCode } from '../../../state/gridCodes.ts';
import { findGrid } from '../../../state/region.svelte.ts';
import { type Bounds, view } from '../../../state/view.svelte.ts';
import { viewport } from '../../../state/viewport.svelte.ts';
import type { WorkspaceContext, WorkspaceMap } from '../../workspace.ts';
import type { InHand } from '../incident/inHand.svelte.ts';
import type { NewIncident } from '../newIncident/newIncident.svelte.ts';
import type { Place } from '../newIncident/newIncidentBody.ts';
import { createCorrection } from './correction.svelte.ts';
import { placeMarks } from './listMarks.ts';
import { createPastedList } from './pastedList.svelte.ts';
import { createPin } from './pin.svelte.ts';

/** What the map shows of it. The rest of the picture is the queue's. */
export type LocatingMap = Pick<WorkspaceMap['inputs'], 'located' | 'plates' | 'locating'> &
  Pick<WorkspaceMap, 'marks'>;

/** What it works on: the incident in hand, and the form of a new one. */
export interface LocatingSubjects {
  inHand: InHand;
  newIncident: NewIncident;
}

/** Most places lie no farther than this from the edge of their grid, so the answer is in view. */
const edgeInViewM = 250;
/** The pin itself, with room for a hand. */
const pinInViewM = 60;
const gridLayers = ['dedicated-values', 'grid-values'];
const nothing: LocatingInputs = { marks: [], active: undefined, outlines: [], moved: undefined };

/** To be called while a component is made: it asks the server. */
export function createLocating(context: WorkspaceContext, { inHand, newIncident }: LocatingSubjects) {
  const pin = createPin(context);
  const correction = createCorrection(inHand);
  const list = createPastedList(() => ({
    region: context.region.code,
    near: middleOf(context.region.bbox),
    at: view.locating.at,
  }));

  const grids = $derived(context.queries.workload.data?.grids ?? []);
  /** What is on the map: the innermost of what is open. */
  const mode = $derived.by(() => {
    if (correction.kind !== null) return 'correct';
    if (view.dispatch.tool === 'new') return 'new';
    if (view.dispatch.tool !== 'locate') return undefined;
    return view.locating.places === 'list' ? 'list' : 'pin';
  });

  const marksOnMap = $derived(list.stage === 'done' ? placeMarks(list.places, list.choices) : []);
  const shownLine = $derived(list.active ?? list.chosen);
  const active = $derived(marksOnMap.find(({ line }) => line === shownLine));
  const chosenPlace = $derived(list.places.find(({ pasted }) => pasted.line === list.chosen));

  const map = $derived.by((): LocatingMap | undefined => {
    if (mode === undefined) return undefined;
    if (mode === 'correct') {
      const { from, place, isMoved, location, kind, picked } = correction;
      if (place === undefined) return undefined;
      const shown = pictureOf(place, location, inHand.item?.category);
      return {
        ...shown,
        ...(kind === 'pin'
          ? { plates: [], marks: { selected: picked ?? undefined, runnerUp: inHand.item?.grid?.code } }
          : {}),
        locating: {
          ...nothing,
          moved:
            isMoved && from !== undefined
              ? { from: [from.lon, from.lat], to: [place.lon, place.lat] }
              : undefined,
        },
      };
    }
    if (mode === 'new') {
      const { place, location, pin: decided } = newIncident;
      if (place === null) return blank(nothing);
      return { ...pictureOf(place, location.data, undefined, decided?.grid), locating: nothing };
    }
    if (mode === 'pin') {
      if (pin.point === undefined) return blank(nothing);
      const shown = pictureOf(pin.point, pin.at === null ? pin.location : pin.today, undefined, pin.choice);
      return { ...shown, locating: { ...nothing, outlines: pin.outlines } };
    }
    const locating = { ...nothing, marks: marksOnMap, active };
    if (chosenPlace?.found === undefined) return blank(locating);
    const { lon, lat, grid, runnerUp } = chosenPlace.found;
    return {
      located: { lon, lat, accuracyM: chosenPlace.accuracyM, edge: undefined },
      plates: [],
      marks: {
        selected: list.choices.get(chosenPlace.pasted.line) ?? grid?.code,
        runnerUp: chosenPlace.outcome === 'ambiguous' ? runnerUp?.code : undefined,
      },
      locating,
    };
  });

  function blank(locating: LocatingInputs): LocatingMap {
    return { located: undefined, plates: [], marks: {}, locating };
  }

  /** A place with the metres to its edge and both its grids. A choice for the runner-up changes which is which. */
  function pictureOf(
    place: Place,
    location: Location | undefined,
    category?: string,
    choice?: string | null,
  ) {
    const edge = location?.nearestEdgePoint ?? null;
    const metres = location?.distanceToEdgeM ?? null;
    const codes = [location?.grid?.code, location?.runnerUp?.grid.code];
    const [selected, runnerUp] = choice != null && choice === codes[1] ? [codes[1], codes[0]] : codes;
    return {
      located: {
        lon: place.lon,
        lat: place.lat,
        accuracyM: place.accuracyM,
        ...(category === undefined ? {} : { category }),
        edge:
          edge === null || metres === null
            ? undefined
            : { lon: edge[0], lat: edge[1], label: words().location.toEdge(words().format.distance(metres)) },
      },
      plates:
        location === undefined
          ? []
          : plates(findGrid(grids, location.grid?.code), location, grids, { words: words(), nameOf }),
      marks: { selected, runnerUp },
    };
  }

  function place(lon: number, lat: number): void {
    if (mode === 'correct') {
      if (correction.kind === 'move') correction.moveTo(lon, lat);
    } else if (mode === 'new') {
      const accuracyM = newIncident.place?.accuracyM;
      newIncident.place = { lon, lat, ...(accuracyM === undefined ? {} : { accuracyM }) };
    } else if (mode === 'list') list.chosen = null;
    else {
      const accuracyM = pin.point?.accuracyM;
      view.update('dispatch', { tool: 'locate' });
      view.update('locating', { places: 'one' });
      view.select({ kind: 'point', lon, lat, ...(accuracyM === undefined ? {} : { accuracyM }) });
    }
  }

  // A point that was selected elsewhere (the search of the top bar, a link) is looked up, or is the place of the new incident.
  let seen: unknown;
  $effect(() => {
    const { selection } = view;
    if (view.workspace !== 'dispatch' || selection.kind !== 'point' || selection === seen) return;
    seen = selection;
    if (viewport.layout !== 'wide') view.goTo(around(selection.lon, selection.lat, pinInViewM), 'ifHidden');
    if (view.dispatch.tool === 'new') {
      newIncident.place = placeOf(selection);
      view.clearSelection();
    } else if (view.dispatch.tool !== 'locate') view.update('dispatch', { tool: 'locate' });
  });

  // Other boundaries give other answers.
  let locatedBy: string | undefined;
  $effect(() => {
    const by = `${context.region.code} ${context.region.boundaryVersion} ${view.locating.at}`;
    if (mode !== 'list') return;
    const isFirst = locatedBy === undefined;
    if (locatedBy === by) return;
    locatedBy = by;
    if (isFirst ? list.text !== '' : list.stage === 'done') void list.locate();
  });

  const announcement = $derived.by(() => {
    if (mode === 'list') return list.stage === 'done' ? words().locating.list.summary(list.summary) : '';
    const location =
      mode === 'pin'
        ? pin.location
        : mode === 'new' && newIncident.place !== null
          ? newIncident.location.data
          : undefined;
    if (location?.grid == null || location.distanceToEdgeM === null) return '';
    const code = shortCode(location.grid.code);
    const accuracyM = (mode === 'pin' ? pin.point : newIncident.place)?.accuracyM ?? 0;
    return location.ambiguous && location.runnerUp !== null && location.runnerUp.distanceM < accuracyM
      ? words().locating.announceAmbiguous(code, shortCode(location.runnerUp.grid.code))
      : words().locating.announceClear(code, words().format.distance(location.distanceToEdgeM));
  });

  const drag: Draggable = {
    layers: ['location-point'],
    moved: (lon, lat) => correction.moveTo(lon, lat),
    released: () => {},
  };

  return {
    pin,
    list,
    correction,
    /** Undefined: the incident in hand stands on the map. */
    get map(): LocatingMap | undefined {
      return map;
    },
    get clickHandlers(): WorkspaceMap['clickHandlers'] {
      if (correction.kind === 'pin') {
        return [{ layers: gridLayers, click: ({ properties }) => correction.pick(String(properties.code)) }];
      }
      // while a place is wanted, a mark in the way is no mark
      if (mode === 'correct' || mode === 'new')
        return [{ layers: gridLayers, click: ({ lon, lat }) => place(lon, lat) }];
      if (mode !== 'list') return [];
      return [
        {
          layers: ['located-marks'],
          click: ({ properties }) => {
            list.chosen = Number(properties.line);
          },
        },
      ];
    },
    /** A click that no mark on the map took; false: it is not for locating either. */
    mapClicked(lon: number, lat: number): boolean {
      place(lon, lat);
      return true;
    },
    /** What can be taken on the map now. */
    get drag(): Draggable | undefined {
      return correction.kind === 'move' ? drag : undefined;
    },
    /** The mark under the pointer. */
    markHovered(properties: Record<string, unknown> | null): void {
      if (mode === 'list') list.active = properties?.line === undefined ? null : Number(properties.line);
    },
    get announcement(): string {
      return announcement;
    },
    close(): void {
      view.clearSelection();
      view.update('dispatch', { tool: 'queue' });
    },
    /** In sight, with the nearest edges, wherever it was typed. */
    show({ lon, lat, accuracyM }: Place): void {
      view.goTo(around(lon, lat, Math.max(edgeInViewM, (accuracyM ?? 0) * 1.5)));
    },
    /** In sight, if it is hidden, no nearer than now. */
    bring({ lon, lat }: Place): void {
      view.goTo(around(lon, lat, pinInViewM), 'ifHidden');
    },
    /** All of a list that lies in a region, as far as it is hidden. */
    showList(): void {
      const found = list.places.flatMap((place) => (place.found?.isInRegion ? [place.found] : []));
      const bounds = boundsOf(found);
      if (bounds !== undefined) view.goTo(bounds, 'ifHidden');
    },
    /** The form of a new incident takes the point over, with its accuracy and what was chosen. */
    reportHere(reason: string): void {
      if (pin.point === undefined) return;
      const { choice } = pin;
      newIncident.place = placeOf(pin.point);
      if (choice !== null) newIncident.pin = { grid: choice, reason };
      view.update('dispatch', { tool: 'new' });
      view.clearSelection();
    },
  };
}

export type Locating = ReturnType<typeof createLocating>;

function placeOf({ lon, lat, accuracyM }: Place): Place {
  return { lon, lat, ...(accuracyM === undefined ? {} : { accuracyM }) };
}

function boundsOf(places: readonly { lon: number; lat: number }[]): Bounds | undefined {
  if (places.length === 0) return undefined;
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const { lon, lat } of places) {
    west = Math.min(west, lon);
    east = Math.max(east, lon);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  return [west, south, east, north];
}

function middleOf(bbox: readonly number[] | null): readonly [number, number] | undefined {
  if (bbox === null) return undefined;
  const [west, south, east, north] = bbox as [number, number, number, number];
  return [(west + east) / 2, (south + north) / 2];
}
