// The workload page without its panels: the rows on the chosen level, what the map is coloured by, and other weights while
// they are tried.
import { indexSpread } from '../../../../core/workload.ts';
import type { GridWorkload } from '../../../../server/analysis/schemas.ts';
import { type Classification, classify, classValue, samePaint } from '../../../state/classes.ts';
import { abbreviateCodes } from '../../../state/gridCodes.ts';
import { isInBand } from '../../../state/histogram.ts';
import { theme } from '../../../state/theme.svelte.ts';
import { view } from '../../../state/view.svelte.ts';
import { classChanges, reweighted } from '../../../state/workloadPreview.ts';
import { findRows, measureOfRow, rowsOf, sortRows, valuesOfGrids } from '../../../state/workloadRows.ts';
import type { WorkspaceContext } from '../../workspace.ts';
import { createWeightsEditor } from './weightsEditor.svelte.ts';

const none: readonly GridWorkload[] = [];

/** To be called while a component is made: it asks the server. */
export function createWorkload(context: WorkspaceContext) {
  const answer = $derived(context.queries.workload.data);
  const editor = createWeightsEditor(context);

  const saved = $derived(answer?.grids ?? none);
  const grids = $derived(
    answer === undefined || editor.tried === null
      ? saved
      : reweighted(answer.grids, answer.period, editor.tried),
  );
  // the other pages show grids
  const level = $derived(view.insight.page === 'workload' ? view.workload.level : 'grids');
  const rows = $derived(rowsOf(level, grids));
  const shownRows = $derived(sortRows(findRows(rows, view.workload.find), view.workload.sorting));
  const measure = $derived(view.workload.measure);
  // a grid is coloured by what its workers have to do: on the level of workers it is the grids that have classes
  const colouredRows = $derived(level === 'workers' ? rowsOf('grids', grids) : rows);
  const classification = $derived(
    classify(
      measure,
      colouredRows.map((row) => measureOfRow(measure, row)),
      theme.current,
    ),
  );
  // new counts are no new colours: the map's style stays what it is while weights are dragged
  let painted: Classification | undefined;
  const paint = $derived.by(() => {
    if (painted === undefined || !samePaint(painted, classification)) painted = classification;
    return painted;
  });
  const values = $derived(
    new Map(
      [...valuesOfGrids(level, measure, rows, grids)].map(([id, value]) => [
        id,
        value === null ? null : classValue(paint, value),
      ]),
    ),
  );
  const spread = $derived(spreadOf(rows.map(({ index }) => index)));
  const savedSpread = $derived(
    editor.tried === null ? spread : spreadOf(rowsOf(level, saved).map(({ index }) => index)),
  );
  const changes = $derived(editor.tried === null ? [] : classChanges(saved, grids));

  const labels = $derived(abbreviateCodes(saved.map(({ code }) => code)));
  const chosen = $derived(rows.find(({ key }) => level !== 'grids' && key === view.workload.chosen));
  let hoveredKey = $state.raw<string | null>(null);
  /** Grids of the row under the pointer and of the chosen one; on the level of grids these are hover and selection. */
  const marked = $derived.by(() => {
    if (level === 'grids') return [];
    const hovered = hoveredKey === null ? undefined : rows.find(({ key }) => key === hoveredKey);
    return [...new Set([...(chosen?.grids ?? []), ...(hovered?.grids ?? [])].map(({ code }) => code))];
  });

  return {
    editor,
    get grids() {
      return grids;
    },
    get level() {
      return level;
    },
    get rows() {
      return rows;
    },
    /** As the table shows them: found, and in order. */
    get shownRows() {
      return shownRows;
    },
    get classification() {
      return classification;
    },
    get paint() {
      return paint;
    },
    get values() {
      return values;
    },
    get spread() {
      return spread;
    },
    /** With the weights in force. */
    get savedSpread() {
      return savedSpread;
    },
    get changes() {
      return changes;
    },
    /** Code of a grid → as short as it may be in the table. */
    get labels() {
      return labels;
    },
    get chosen() {
      return chosen;
    },
    get marked() {
      return marked;
    },
    get hoveredKey() {
      return hoveredKey;
    },
    set hoveredKey(key) {
      hoveredKey = key;
    },
  };
}

export type WorkloadModel = ReturnType<typeof createWorkload>;

/** Undefined: nobody has an index. */
function spreadOf(all: readonly (number | null)[]) {
  const indices = all.filter((index) => index !== null);
  if (indices.length === 0) return undefined;
  return { indices, inBand: indices.filter(isInBand).length, ...indexSpread(indices) };
}

export type Spread = NonNullable<ReturnType<typeof spreadOf>>;
