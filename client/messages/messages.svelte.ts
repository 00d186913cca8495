// The words of the current language. Called in markup, so that a change of language rewrites what is on the screen
// without rebuilding it. A language is fetched before it is shown, and the other one when there is time.
import { view } from '../state/view.svelte.ts';
import { type Language, languages } from '../state/viewState.ts';
import type { Messages } from './en.ts';

const load: Record<Language, () => Promise<Messages>> = {
  en: () => import('./en.ts').then(({ en }) => en),
  'zh-CN': () => import('./zh-CN.ts').then(({ zhCN }) => zhCN),
};

let loaded = $state.raw<Partial<Record<Language, Messages>>>({});

/** To be waited for before anything is shown. */
export async function loadWords(language: Language): Promise<void> {
  if (loaded[language] !== undefined) return;
  const words = await load[language]();
  loaded = { ...loaded, [language]: words };
}

/** The language that is shown: the chosen one, or the one before while that is on its way. */
function shown(): Language {
  if (loaded[view.language] !== undefined) return view.language;
  return languages.find((language) => loaded[language] !== undefined) ?? view.language;
}

export function words(): Messages {
  const messages = loaded[shown()];
  if (messages === undefined) throw new Error('no language is loaded: loadWords comes first');
  return messages;
}

/** Those of every language that is loaded: a command is found by its name in another one, too. */
export function allWords(): Messages[] {
  return Object.values(loaded);
}

/** The name of a place in the current language; the other one where it has none. */
export function nameOf(place: { name: string; nameEn: string }): string {
  return shown() === 'en' ? place.nameEn || place.name : place.name || place.nameEn;
}
