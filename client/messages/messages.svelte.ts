// The words of the current language. Called in markup, so that a change of language rewrites what is on the screen
// without rebuilding it. A language is fetched before it is shown, and the other one when there is time. Its words come in two
// parts: those of Dispatch and Plan belong to the second, which is fetched with the first of these workspaces.
import { view } from '../state/view.svelte.ts';
import { type Language, languages } from '../state/viewState.ts';
import type { LaterMessages } from './en/later.ts';
import type { FirstMessages, Messages } from './en.ts';

const parts: Record<Language, { first: () => Promise<FirstMessages>; later: () => Promise<LaterMessages> }> =
  {
    en: {
      first: () => import('./en.ts').then(({ en }) => en),
      later: () => import('./en/later.ts').then(({ later }) => later),
    },
    'zh-CN': {
      first: () => import('./zh-CN.ts').then(({ zhCN }) => zhCN),
      later: () => import('./zh-CN/later.ts').then(({ later }) => later),
    },
  };

type Loaded = FirstMessages & Partial<LaterMessages>;

let loaded = $state.raw<Partial<Record<Language, Loaded>>>({});
/** From the moment that one of them is fetched on, every language needs both parts. */
let laterAreNeeded = false;

/** To be waited for before anything is shown. */
export async function loadWords(language: Language): Promise<void> {
  const known = loaded[language];
  if (known !== undefined && (known.dispatch !== undefined || !laterAreNeeded)) return;
  const needed = laterAreNeeded;
  const { first, later } = parts[language];
  const words: Loaded = Object.assign({}, ...(await Promise.all(needed ? [first(), later()] : [first()])));
  if (needed !== laterAreNeeded) return loadWords(language);
  loaded = { ...loaded, [language]: words };
}

/** To be waited for before Dispatch or Plan is shown. */
export async function loadLaterWords(): Promise<void> {
  laterAreNeeded = true;
  await Promise.all(languages.filter((language) => loaded[language] !== undefined).map(loadWords));
}

/** The language that is shown: the chosen one, or the one before while that is on its way. */
function shown(): Language {
  if (loaded[view.language] !== undefined) return view.language;
  return languages.find((language) => loaded[language] !== undefined) ?? view.language;
}

export function words(): Messages {
  const messages = loaded[shown()];
  if (messages === undefined) throw new Error('no language is loaded: loadWords comes first');
  // Dispatch and Plan wait for `loadLaterWords`; whoever else reads the second part asks `hasLaterWords`
  return messages as Messages;
}

/** Whether those of Dispatch and Plan are there, for whoever shows some of them elsewhere. */
export function hasLaterWords(): boolean {
  return loaded[shown()]?.dispatch !== undefined;
}

/** Those of every language that is loaded: a command is found by its name in another one, too. */
export function allWords(): FirstMessages[] {
  return Object.values(loaded);
}

/** The name of a place in the current language; the other one where it has none. */
export function nameOf(place: { name: string; nameEn: string }): string {
  return shown() === 'en' ? place.nameEn || place.name : place.name || place.nameEn;
}
