// What the coverage page says, line by line, in a fixed order: a pure function of the answers.
import type { Freshness, Quality } from '../../../../server/analysis/qualitySchemas.ts';
import type { Defects } from '../../../../server/analysis/schemas.ts';
import type { Messages } from '../../../messages/en.ts';
import { causes, defectKinds, type LineId, lineIds } from '../../../state/coverageView.ts';
import { daysTooOld } from './thresholds.ts';

export type LineState = 'blocking' | 'warning' | 'fine';
export type LineGroup = 'boundaries' | 'points' | 'people' | 'freshness';

export interface CoverageLine {
  id: LineId;
  group: LineGroup;
  state: LineState;
  /** A sentence, with its number. */
  text: string;
  detail: string;
  /** How many places, or workers, there are to show; 0: none. */
  places: number;
}

export interface Answers {
  quality: Quality;
  defects: Defects;
  /** Codes of the dedicated grids. */
  dedicated: ReadonlySet<string>;
}

export interface Telling {
  words: Messages;
  timeZone: string;
  /** Epoch milliseconds. */
  now: number;
}

type Part = Omit<CoverageLine, 'detail' | 'places'> & Partial<Pick<CoverageLine, 'detail' | 'places'>>;

export function coverageLines(answers: Answers, telling: Telling): CoverageLine[] {
  const parts: Part[] = [
    ...defectLines(answers, telling),
    ...unassignedLines(answers.quality, telling),
    ...withoutWorkerLines(answers, telling),
    workerLine(answers.quality, telling),
    ...answers.quality.freshness.map((entry) => freshnessLine(entry, telling)),
    checkLine(answers, telling),
  ];
  return parts
    .map((part) => ({ detail: '', places: 0, ...part }))
    .sort((a, b) => lineIds.indexOf(a.id) - lineIds.indexOf(b.id));
}

function defectLines({ defects }: Answers, { words, timeZone }: Telling): Part[] {
  const { coverage, format } = words;
  const published = defects.published?.defects ?? [];
  const refused = defects.refusedImport;
  const countOf = (of: readonly { kind: string }[], kind: string) =>
    of.filter((defect) => defect.kind === kind).length;
  const inForce = defectKinds.flatMap((kind): Part[] => {
    const places = countOf(published, kind);
    return places === 0
      ? []
      : [
          {
            id: `published-${kind}`,
            group: 'boundaries',
            state: 'blocking',
            text: coverage.defects[kind](places),
            places,
          },
        ];
  });
  const tried = defectKinds.flatMap((kind): Part[] => {
    const places = countOf(refused?.defects ?? [], kind);
    return refused === null || places === 0
      ? []
      : [
          {
            id: `refused-${kind}`,
            group: 'boundaries',
            state: 'warning',
            text: coverage.refused[kind](places),
            detail: coverage.refusedDetail(refused.fileName, format.date(refused.checkedAt, timeZone)),
            places,
          },
        ];
  });
  const isExact = inForce.length === 0 && defects.published !== null;
  return [
    ...(isExact
      ? [{ id: 'defects', group: 'boundaries', state: 'fine', text: coverage.noDefect } satisfies Part]
      : []),
    ...inForce,
    ...tried,
  ];
}

function unassignedLines({ unassigned }: Quality, { words: { coverage } }: Telling): Part[] {
  if (unassigned.total === 0) {
    return [{ id: 'unassigned', group: 'points', state: 'fine', text: coverage.everyPoint }];
  }
  return causes.flatMap((cause): Part[] => {
    const counted = unassigned.byCause.find((entry) => entry.cause === cause);
    const [households, incidents] = [counted?.households ?? 0, counted?.incidents ?? 0];
    if (households + incidents === 0) return [];
    return [
      {
        id: `unassigned-${cause}`,
        group: 'points',
        state: 'warning',
        text: coverage.unassigned[cause](households, incidents),
        detail: coverage.unassignedDetail,
        places: households + incidents,
      },
    ];
  });
}

function withoutWorkerLines({ quality, dedicated }: Answers, { words: { coverage } }: Telling): Part[] {
  const dedicatedOnes = quality.gridsWithoutWorkers.filter(({ code }) => dedicated.has(code)).length;
  const baseOnes = quality.gridsWithoutWorkers.length - dedicatedOnes;
  const line = (kind: 'base' | 'dedicated', places: number): Part => ({
    id: `grids-${kind}`,
    group: 'people',
    state: places === 0 ? 'fine' : 'warning',
    text: coverage.withoutWorker[kind](places),
    places,
  });
  return [line('base', baseOnes), ...(dedicated.size === 0 ? [] : [line('dedicated', dedicatedOnes)])];
}

function workerLine({ workersWithoutGrids }: Quality, { words: { coverage } }: Telling): Part {
  const places = workersWithoutGrids.length;
  return {
    id: 'workers',
    group: 'people',
    state: places === 0 ? 'fine' : 'warning',
    text: coverage.withoutGrid(places),
    places,
  };
}

function freshnessLine(
  { subject, newestAt, source, by, rows }: Freshness,
  { words, timeZone, now }: Telling,
): Part {
  const { coverage, format } = words;
  const line = { id: `fresh-${subject}`, group: 'freshness' } as const;
  const detail =
    newestAt === null
      ? coverage.never
      : coverage.written(format.dateTime(newestAt, timeZone), by, source === '' ? null : source);
  if (rows === 0) return { ...line, state: 'warning', text: coverage.empty[subject], detail };
  const days = newestAt === null ? undefined : daysTooOld(subject, newestAt, now);
  if (days !== undefined && (subject === 'households' || subject === 'incidents')) {
    return { ...line, state: 'warning', text: coverage.old[subject](rows, days), detail };
  }
  return { ...line, state: 'fine', text: coverage.fresh[subject](rows), detail };
}

function checkLine({ quality, defects }: Answers, { words, timeZone }: Telling): Part {
  const { coverage, format } = words;
  const line = { id: 'check', group: 'freshness' } as const;
  const { published } = defects;
  if (published === null) return { ...line, state: 'warning', text: coverage.unchecked };
  const checked = coverage.checked(published.boundaryVersion, format.date(published.checkedAt, timeZone));
  return published.boundaryVersion === quality.boundaryVersion
    ? { ...line, state: 'fine', text: checked }
    : {
        ...line,
        state: 'warning',
        text: coverage.checkedOther(published.boundaryVersion, quality.boundaryVersion),
        detail: checked,
      };
}

export interface Verdict {
  state: LineState;
  title: string;
  detail: string;
}

/** The one sentence above all lines. */
export function verdictOf(lines: readonly CoverageLine[], { coverage }: Messages): Verdict {
  const blocking = lines.filter(({ state }) => state === 'blocking');
  const warnings = lines.filter(({ state }) => state === 'warning');
  const text = coverage.verdict;
  if (blocking.length > 0) {
    const defects = blocking.reduce((sum, { places }) => sum + places, 0);
    return {
      state: 'blocking',
      title: text.attention(blocking.length + warnings.length),
      detail: text.blockingDetail(defects),
    };
  }
  if (warnings.length === 0) return { state: 'fine', title: text.fits, detail: text.fitsDetail };
  const isUnchecked = warnings.some(({ id }) => id === 'check');
  return {
    state: 'warning',
    title: text.attention(warnings.length),
    detail: isUnchecked ? text.uncheckedDetail : text.attentionDetail,
  };
}
