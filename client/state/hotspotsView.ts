// What the URL holds of the hotspots: how they are shown, and which incidents count.
import { oneOf, type UrlPart, type UrlSection } from './urlParts.ts';

export const hotspotStyles = ['density', 'cells', 'points'] as const;
export type HotspotStyle = (typeof hotspotStyles)[number];

export interface HotspotsView {
  shownAs: HotspotStyle;
}

const initial: HotspotsView = { shownAs: 'density' };

export const hotspotsSection: UrlSection<HotspotsView> = {
  initial,
  parse: (query) => ({ shownAs: oneOf(hotspotStyles, query.get('show')) ?? initial.shownAs }),
  format({ shownAs }) {
    const parts: UrlPart[] = [];
    if (shownAs !== initial.shownAs) parts.push(['show', shownAs]);
    return parts;
  },
};
