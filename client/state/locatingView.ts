// What the URL holds of looking up places in Dispatch: one place or a list of them, and by the boundaries of which time. A list
// itself is too long for an address; it stays on the device.
import { oneOf, type UrlPart, type UrlSection } from './urlParts.ts';

export const placePages = ['one', 'list'] as const;
export type PlacePage = (typeof placePages)[number];

export interface LocatingView {
  places: PlacePage;
  /** A day in the region's time zone, or an instant in UTC; null: the boundaries of now. */
  at: string | null;
}

const initial: LocatingView = { places: 'one', at: null };

export const locatingSection: UrlSection<LocatingView> = {
  initial,
  parse(query) {
    const at = query.get('at');
    return {
      places: oneOf(placePages, query.get('places')) ?? initial.places,
      at: at !== null && isMoment(at) ? at : null,
    };
  },
  format({ places, at }) {
    const parts: UrlPart[] = [];
    if (places !== initial.places) parts.push(['places', places]);
    if (at !== null) parts.push(['at', at]);
    return parts;
  },
};

function isMoment(text: string): boolean {
  return isDay(text) || (/^.{10}T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/.test(text) && isDay(text.slice(0, 10)));
}

/** 2026-08-01, a day that there is. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || text < '1000' || text >= '9999') return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text);
}
