// A list of places while it is typed, read, located and decided. Kept on this device until the tab is closed.
import { SvelteMap } from 'svelte/reactivity';
import { type CoordinateSystem, coordinateSystems } from '../../../../core/coordinates.ts';
import type { Location } from '../../../../server/locate/schemas.ts';
import { postLines } from '../../../lineStream.ts';
import { type FoundPlace, foundPlace, listedPlace, summarise } from './listedPlaces.ts';
import { mostLines, type PastedLine, readLine, splitLines } from './pastedLines.ts';

export type ListStage = 'typing' | 'reading' | 'asking' | 'done' | 'failed';

export interface ListSubject {
  /** Whose list it is. */
  region: string;
  /** Settles the order of two numbers. */
  near: readonly [number, number] | undefined;
  /** Null: the boundaries of now. */
  at: string | null;
}

interface Kept {
  text: string;
  crs: CoordinateSystem;
  accuracyM: number | null;
  choices: [number, string][];
}

/** Lines between two breaths of the page: some 5 ms. */
const linesAtOnce = 400;
// the page gets a turn between two parts of the work
const breath = () => new Promise<void>((resume) => setTimeout(resume));

export function createPastedList(subject: () => ListSubject) {
  const kept = restored(subject().region);
  let text = $state.raw(kept?.text ?? '');
  let crs = $state.raw<CoordinateSystem>(kept?.crs ?? 'wgs84');
  let accuracyM = $state.raw<number | undefined>(kept?.accuracyM ?? undefined);
  let stage = $state.raw<ListStage>('typing');
  let progress = $state.raw({ done: 0, all: 0 });
  let error = $state.raw<unknown>();
  let lines = $state.raw<readonly PastedLine[]>([]);
  let found = $state.raw<ReadonlyMap<number, FoundPlace>>(new Map());
  let active = $state.raw<number | null>(null);
  let chosen = $state.raw<number | null>(null);
  const choices = new SvelteMap<number, string>(kept?.choices ?? []);
  let asking: AbortController | undefined;

  const places = $derived(lines.map((line) => listedPlace(line, found.get(line.line), accuracyM)));
  const summary = $derived(summarise(places, choices));

  function keep(): void {
    const value: Kept = { text, crs, accuracyM: accuracyM ?? null, choices: [...choices] };
    try {
      if (text === '') sessionStorage.removeItem(keyOf(subject().region));
      else sessionStorage.setItem(keyOf(subject().region), JSON.stringify(value));
    } catch {
      // a browser that forbids storage, or has none left, keeps it until the page closes
    }
  }

  async function locate(): Promise<void> {
    asking?.abort();
    const mine = new AbortController();
    asking = mine;
    [error, active, chosen] = [undefined, null, null];
    keep();
    try {
      const read = await readAll(mine.signal);
      if (mine.signal.aborted) return;
      const answered = await askAll(read, mine.signal);
      if (mine.signal.aborted) return;
      [lines, found, stage] = [read, answered, 'done'];
      for (const line of choices.keys()) if (!answered.has(line)) choices.delete(line);
    } catch (reason) {
      if (mine.signal.aborted) return;
      [error, stage] = [reason, 'failed'];
    }
  }

  async function readAll(signal: AbortSignal): Promise<PastedLine[]> {
    const { lines: split, columns } = splitLines(text);
    const { near } = subject();
    const read: PastedLine[] = [];
    stage = 'reading';
    for (let from = 0; from < split.length && !signal.aborted; from += linesAtOnce) {
      progress = { done: from, all: split.length };
      for (const { line, text: content } of split.slice(from, from + linesAtOnce)) {
        read.push(
          read.length < mostLines
            ? readLine(line, content, { near, columns })
            : { line, text: content, name: '', position: undefined, problem: 'beyondLimit' },
        );
      }
      await breath();
    }
    return read;
  }

  async function askAll(read: readonly PastedLine[], signal: AbortSignal): Promise<Map<number, FoundPlace>> {
    const located = read.filter(({ position }) => position !== undefined);
    const answered = new Map<number, FoundPlace>();
    stage = 'asking';
    progress = { done: 0, all: located.length };
    if (located.length === 0) return answered;
    const { at } = subject();
    const query = new URLSearchParams({ answer: 'full', crs, ...(at === null ? {} : { at }) });
    const rows = located.map(({ position }) => JSON.stringify({ lon: position!.lon, lat: position!.lat }));
    let row = 0;
    for await (const answers of postLines<Location>(`/api/locate?${query}`, rows, signal)) {
      for (const answer of answers) {
        answered.set(located[row]!.line, foundPlace(answer));
        row += 1;
      }
      progress = { done: row, all: located.length };
      await breath();
    }
    return answered;
  }

  return {
    get text() {
      return text;
    },
    set text(next: string) {
      text = next;
      choices.clear();
    },
    get crs() {
      return crs;
    },
    set crs(next: CoordinateSystem) {
      crs = next;
    },
    /** Of every line that has none of its own. */
    get accuracyM() {
      return accuracyM;
    },
    set accuracyM(next: number | undefined) {
      accuracyM = next;
      keep();
    },
    get stage() {
      return stage;
    },
    get progress() {
      return progress;
    },
    get error() {
      return error;
    },
    get places() {
      return places;
    },
    get summary() {
      return summary;
    },
    /** Line → code of the grid that a person chose. */
    choices,
    choose(line: number, code: string): void {
      choices.set(line, code);
      keep();
    },
    /** The line under the pointer, in the table or on the map. */
    get active() {
      return active;
    },
    set active(line: number | null) {
      active = line;
    },
    get chosen() {
      return chosen;
    },
    set chosen(line: number | null) {
      chosen = line;
    },
    locate,
    /** Back to the text; what was chosen stays while the text does. */
    edit(): void {
      asking?.abort();
      [stage, active, chosen] = ['typing', null, null];
    },
    clear(): void {
      asking?.abort();
      [text, stage, lines, found, active, chosen] = ['', 'typing', [], new Map(), null, null];
      choices.clear();
      keep();
    },
  };
}

export type PastedList = ReturnType<typeof createPastedList>;

const keyOf = (region: string) => `gridwright.places.${region}`;

function restored(region: string): Kept | undefined {
  try {
    const kept: Partial<Kept> = JSON.parse(sessionStorage.getItem(keyOf(region)) ?? '{}');
    if (typeof kept.text !== 'string' || kept.text === '') return undefined;
    return {
      text: kept.text,
      crs: coordinateSystems.find((name) => name === kept.crs) ?? 'wgs84',
      accuracyM: typeof kept.accuracyM === 'number' ? kept.accuracyM : null,
      choices: Array.isArray(kept.choices) ? kept.choices : [],
    };
  } catch {
    return undefined;
  }
}
