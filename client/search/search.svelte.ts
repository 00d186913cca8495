// What the search shows for what is typed: at once what the page knows, and a moment later what the server found.
import { createQuery } from '@tanstack/svelte-query';
import type { GridWorkload } from '../../server/analysis/schemas.ts';
import type { Region } from '../../server/regions/schemas.ts';
import type { SearchResult } from '../../server/search/schemas.ts';
import { fetchSearch } from '../api.ts';
import { allWords, nameOf, words } from '../messages/messages.svelte.ts';
import { type Command, commandsOf } from '../shell/commands.ts';
import { formatCode } from '../state/gridCodes.ts';
import { live } from '../state/live/live.svelte.ts';
import { loadReadings, matchesName, type Readings } from '../state/pinyin.ts';
import { toasts } from '../state/toasts.svelte.ts';
import { view } from '../state/view.svelte.ts';
import { viewport } from '../state/viewport.svelte.ts';
import { type Choice, type ChoiceGroup, showFound, showPoint } from './choice.ts';
import { type Area, areasOf, findAreas, findGrids, readTyped } from './places.ts';
import { type Reading, readPositions } from './readings.ts';
import { type Recent, recents } from './recents.svelte.ts';

/** Keystrokes nearer to each other than this ask the server once. */
const pauseMs = 180;
const most = { grids: 6, areas: 4, commands: 5 };
const restingCommands = {
  phone: ['region', 'locate', 'theme', 'link'],
  desk: ['theme', 'link', 'print', 'keys'],
};

interface Scope {
  text: () => string;
  isOpen: () => boolean;
  region: () => Region | undefined;
  regions: () => readonly Region[];
  grids: () => readonly GridWorkload[];
}

/** To be called while a component is made: it asks the server. */
export function createSearch({ text, isOpen, region, regions, grids }: Scope) {
  /** What was typed when the typing paused. */
  let asked = $state('');
  let readings = $state.raw<Readings>();
  const areas = $derived(areasOf(grids()));
  const typed = $derived(readTyped(text()));
  const positions = $derived(readPositions(text(), nearby()));
  const isPaused = $derived(asked === text().trim());

  $effect(() => {
    const wanted = text().trim();
    const timer = setTimeout(() => {
      asked = wanted;
    }, pauseMs);
    return () => clearTimeout(timer);
  });
  // the dictionary of readings is large: it is fetched when somebody searches
  $effect(() => {
    if (!isOpen() || readings !== undefined) return;
    loadReadings().then(
      (loaded) => {
        readings = loaded;
      },
      () => {}, // without it everything is found but by sound; it is asked for again with the next opening
    );
  });

  const isAsked = $derived(
    isOpen() &&
      region() !== undefined &&
      asked !== '' &&
      asked.length <= 200 &&
      readPositions(asked).length === 0,
  );
  const found = createQuery(() => ({
    queryKey: ['search', region()?.code, asked],
    queryFn: ({ signal }) => fetchSearch(region()!.code, asked, signal),
    enabled: isAsked,
    placeholderData: (previous) => previous,
    staleTime: 10_000,
  }));
  const results = $derived(isAsked && positions.length === 0 ? (found.data?.results ?? []) : []);

  const groups = $derived.by((): ChoiceGroup[] => {
    const titles = words().search.groups;
    const commands = commandsOf(region(), regions(), nameOf).filter(
      ({ isOffered }) => isOffered?.() !== false,
    );
    if (typed === undefined) return atRest(commands);
    const of = (kinds: readonly SearchResult['kind'][]) =>
      results.filter(({ kind }) => kinds.includes(kind)).map(resultChoice);
    const own = findGrids(grids(), typed, most.grids, readings);
    const named = findAreas(areas, typed, most.areas, readings);
    return [
      { key: 'positions', title: titles.positions, choices: positions.map(positionChoice) },
      { key: 'grids', title: titles.grids, choices: own.map(gridChoice) },
      { key: 'areas', title: titles.areas, choices: named.map(areaChoice) },
      { key: 'within', title: titles.within, choices: own.length > 0 ? [] : within(named).map(gridChoice) },
      { key: 'incidents', title: titles.incidents, choices: of(['incident']) },
      { key: 'households', title: titles.households, choices: of(['household']) },
      { key: 'places', title: titles.places, choices: of(['building', 'address', 'road']) },
      { key: 'failed', title: '', choices: found.isError && isAsked && connected() ? [retryChoice()] : [] },
      {
        key: 'commands',
        title: titles.commands,
        choices: commands.filter(isMeant).slice(0, most.commands).map(commandChoice),
      },
    ].filter(({ choices }) => choices.length > 0);
  });

  function within(named: readonly Area[]): GridWorkload[] {
    const codes = new Set(named.map(({ code }) => code));
    return grids()
      .filter(({ community, street }) => codes.has(community.code) || codes.has(street.code))
      .slice(0, most.grids);
  }

  /** By its name in any language that is here. */
  function isMeant({ label }: Command): boolean {
    return allWords().some((each) => matchesName(label(each), label(each), text(), readings) !== undefined);
  }

  function atRest(commands: readonly Command[]): ChoiceGroup[] {
    const recent = recents.of(region()?.code ?? '').map(recentChoice);
    const resting = restingCommands[viewport.layout === 'phone' ? 'phone' : 'desk'];
    const offered = commands.filter(({ id }) => resting.includes(id)).map(commandChoice);
    const forget: Choice = {
      key: 'forget',
      kind: 'command',
      title: words().search.forget,
      detail: '',
      stays: true,
      choose: () => recents.forget(),
    };
    return [
      {
        key: 'recent',
        title: words().search.recent,
        choices: recent.length === 0 ? [] : [...recent, forget],
      },
      {
        key: 'commands',
        title: words().search.groups.commands,
        choices: offered,
      },
    ].filter(({ choices }) => choices.length > 0);
  }

  function gridChoice(grid: GridWorkload): Choice {
    const [lon, lat] = grid.labelPoint;
    const title = formatCode(grid.code);
    return {
      key: `grid-${grid.code}`,
      kind: 'grid',
      title,
      detail: nameOf(grid),
      choose: () => go({ kind: 'grid', id: grid.code, title, lon, lat, bbox: grid.bbox }),
    };
  }

  function areaChoice(area: Area): Choice {
    const [west, south, east, north] = area.bbox;
    const place = { lon: (west + east) / 2, lat: (south + north) / 2, bbox: area.bbox };
    return {
      key: `area-${area.code}`,
      kind: area.level,
      title: nameOf(area),
      detail: words().search.areaGrids(area.grids),
      choose: () => go({ kind: area.level, id: area.code, title: nameOf(area), ...place }),
    };
  }

  function resultChoice(result: SearchResult): Choice {
    const { kind, title, subtitle, lon, lat, bbox } = result;
    const id = result.id ?? '';
    return {
      key: `${kind}-${id}-${title}-${lon}-${lat}`,
      kind,
      title,
      detail: kind === 'building' || kind === 'address' ? formatCode(subtitle) : subtitle,
      choose: () => go({ kind, id, title, lon, lat, bbox }),
    };
  }

  function positionChoice(reading: Reading): Choice {
    const { readAs, readElsewhere, within } = words().search;
    const { position, distance } = words().format;
    const { system, lon, lat, accuracyM, shiftM } = reading;
    const written = position(lon, lat);
    const assumed = readAs[system];
    return {
      key: `position-${system}`,
      kind: 'position',
      title: accuracyM === undefined ? written : within(written, distance(accuracyM)),
      detail: shiftM === 0 ? assumed : readElsewhere(assumed, distance(shiftM)),
      choose: () => {
        showPoint(reading);
        if (system === 'gcj02' || system === 'bd09') toasts.show(() => words().search.converted[system]);
      },
    };
  }

  function recentChoice(recent: Recent): Choice {
    return {
      key: `recent-${recent.kind}-${recent.id}-${recent.title}`,
      kind: recent.kind,
      title: recent.title,
      detail: words().search.kinds[recent.kind],
      choose: () => go(recent),
    };
  }

  function commandChoice({ id, label, key, run }: Command): Choice {
    return {
      key: `command-${id}`,
      kind: 'command',
      title: label(words()),
      detail: '',
      ...(key === undefined ? {} : { shortcut: key }),
      choose: run,
    };
  }

  function retryChoice(): Choice {
    const { retry, failed } = words().search;
    return {
      key: 'retry',
      kind: 'retry',
      title: retry,
      detail: failed,
      stays: true,
      choose: () => void found.refetch(),
    };
  }

  function go(found: Omit<Recent, 'region'>): void {
    recents.add({ region: region()?.code ?? '', ...found });
    showFound(found);
  }

  return {
    get groups() {
      return groups;
    },
    /** In a sentence, what is still on its way or did not come; empty: all is there. */
    get note() {
      if (typed === undefined) return words().search.hint;
      if (isAsked && !connected()) return words().search.waits;
      const isWaiting = positions.length === 0 && (!isPaused || found.isFetching);
      if (isWaiting) return `${words().search.searching}…`;
      return groups.length === 0 ? words().search.nothing(text().trim()) : '';
    },
  };
}

function connected(): boolean {
  return live.state !== 'offline';
}

function nearby(): readonly [number, number] | undefined {
  return view.camera === null ? undefined : [view.camera.lon, view.camera.lat];
}
