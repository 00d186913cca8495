// What the URL holds of the coverage page: the line whose places are shown. The lines, in the order in which they stand.
import { oneOf, type UrlPart, type UrlSection } from './urlParts.ts';

export const defectKinds = [
  'gap',
  'overlap',
  'unmatched-edge',
  'self-intersection',
  'duplicate-code',
  'bad-code',
] as const;

export const causes = ['outside', 'enclave', 'gap'] as const;

export const subjects = ['grids', 'areas', 'workers', 'households', 'incidents'] as const;

export const lineIds = [
  'defects',
  ...defectKinds.map((kind) => `published-${kind}` as const),
  ...defectKinds.map((kind) => `refused-${kind}` as const),
  'unassigned',
  ...causes.map((cause) => `unassigned-${cause}` as const),
  'grids-base',
  'grids-dedicated',
  'workers',
  ...subjects.map((subject) => `fresh-${subject}` as const),
  'check',
] as const;
export type LineId = (typeof lineIds)[number];

export interface CoverageView {
  /** Null: the places of all lines. */
  line: LineId | null;
}

const initial: CoverageView = { line: null };

export const coverageSection: UrlSection<CoverageView> = {
  initial,
  parse: (query) => ({ line: oneOf(lineIds, query.get('line')) }),
  format({ line }) {
    const parts: UrlPart[] = [];
    if (line !== null) parts.push(['line', line]);
    return parts;
  },
};
