// The words of the current language. Called in markup, so that a change of language rewrites what is on the screen
// without rebuilding it.
import { view } from '../state/view.svelte.ts';
import type { Language } from '../state/viewState.ts';
import { en, type Messages } from './en.ts';
import { zhCN } from './zh-CN.ts';

const byLanguage: Record<Language, Messages> = { en, 'zh-CN': zhCN };

export function words(): Messages {
  return byLanguage[view.language];
}

/** The name of a place in the current language; the other one where it has none. */
export function nameOf(place: { name: string; nameEn: string }): string {
  return view.language === 'en' ? place.nameEn || place.name : place.name || place.nameEn;
}
