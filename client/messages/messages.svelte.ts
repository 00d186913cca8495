// The words of the current language. Called in markup, so that a change of language rewrites what is on the screen
// without rebuilding it.
import { view } from '../state/view.svelte.ts';
import type { Language } from '../state/viewState.ts';
import type { Messages } from './en.ts';

const loaders: Record<Language, () => Promise<Messages>> = {
  en: async () => (await import('./en.ts')).en,
  'zh-CN': async () => (await import('./zh-CN.ts')).zhCN,
};

let loaded = $state.raw<Partial<Record<Language, Messages>>>({});

/** One language must be there before anything is drawn. A language that was fetched stays. */
export async function loadWords(language: Language): Promise<void> {
  if (loaded[language] !== undefined) return;
  const fetched = await loaders[language]();
  loaded = { ...loaded, [language]: fetched };
}

/** Those of the other language until the words of a new one have come. */
export function words(): Messages {
  const spoken = loaded[view.language] ?? loadedWords()[0];
  if (spoken === undefined) throw new Error('words() was called before loadWords()');
  return spoken;
}

/** The words of every language that is there, for what is found in any of them. */
export function loadedWords(): Messages[] {
  return Object.values(loaded);
}

/** The name of a place in the current language; the other one where it has none. */
export function nameOf(place: { name: string; nameEn: string }): string {
  return view.language === 'en' ? place.nameEn || place.name : place.name || place.nameEn;
}
