// Type on the map. MapLibre draws glyphs with the browser's own fonts and takes the weight from the first family's name.
import type { ExpressionSpecification } from 'maplibre-gl';
import type { Language } from '../state/viewState.ts';

const families = [
  'Inter Variable',
  'Noto Sans SC',
  'Source Han Sans SC',
  'PingFang SC',
  'Microsoft YaHei',
  'Noto Sans CJK SC',
];
export const regular = families;
export const medium = ['Inter Variable Medium', ...families];
export const semibold = ['Inter Variable Semibold', ...families];

/** The feature's name in the language; the other one where it has none. */
export function localName(language: Language): ExpressionSpecification {
  const [first, second] = language === 'en' ? ['name_en', 'name'] : ['name', 'name_en'];
  return [
    'case',
    ['!=', ['coalesce', ['get', first], ''], ''],
    ['get', first],
    ['coalesce', ['get', second], ''],
  ];
}
