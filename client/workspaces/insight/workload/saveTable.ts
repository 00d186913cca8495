import { fileName, saveCsv } from '../../../export/saveFile.ts';
import { nameOf, words } from '../../../messages/messages.svelte.ts';
import { view } from '../../../state/view.svelte.ts';
import type { WorkspaceContext } from '../../workspace.ts';
import type { WorkloadModel } from './workload.svelte.ts';
import { workloadCsv } from './workloadCsv.ts';

export function saveTable({ region, queries }: WorkspaceContext, workload: WorkloadModel): void {
  const period = queries.workload.data?.period;
  if (period === undefined) return;
  const text = words().workload.csv;
  const parts = [text.name[view.workload.level], ...(workload.editor.tried === null ? [] : [text.preview])];
  saveCsv(
    workloadCsv(workload.level, workload.shownRows, period, words(), nameOf),
    fileName(region, parts, 'csv', new Date()),
  );
}
