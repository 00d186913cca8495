// What the URL holds of the Plan workspace: between which boundary versions the changed grids are shown.
import type { UrlPart, UrlSection } from './urlParts.ts';

export interface PlanView {
  /** `to` null: the boundaries in force. Null: nothing is compared. */
  compare: { from: number; to: number | null } | null;
}

const initial: PlanView = { compare: null };

export const planSection: UrlSection<PlanView> = {
  initial,
  parse(query) {
    const match = /^([1-9][0-9]{0,5})(?:\.\.([1-9][0-9]{0,5}))?$/.exec(query.get('changes') ?? '');
    if (match === null) return initial;
    return { compare: { from: Number(match[1]), to: match[2] === undefined ? null : Number(match[2]) } };
  },
  format({ compare }) {
    const parts: UrlPart[] = [];
    if (compare !== null) {
      parts.push(['changes', compare.to === null ? `${compare.from}` : `${compare.from}..${compare.to}`]);
    }
    return parts;
  },
};
