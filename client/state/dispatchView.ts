// What the URL holds of the Dispatch workspace: the incident in hand.
import type { UrlPart, UrlSection } from './urlParts.ts';

export interface DispatchView {
  /** Feature id; null: none is chosen. */
  incident: string | null;
}

const initial: DispatchView = { incident: null };

export const dispatchSection: UrlSection<DispatchView> = {
  initial,
  parse(query) {
    const incident = query.get('incident');
    return { incident: incident !== null && /^[1-9][0-9]{0,15}$/.test(incident) ? incident : null };
  },
  format({ incident }) {
    const parts: UrlPart[] = [];
    if (incident !== null) parts.push(['incident', incident]);
    return parts;
  },
};
