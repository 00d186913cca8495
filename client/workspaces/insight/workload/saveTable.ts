// Hands the table to the browser as a file; nothing is sent anywhere.
import { nameOf, words } from '../../../messages/messages.svelte.ts';
import { dateIn } from '../../../state/periods.ts';
import { view } from '../../../state/view.svelte.ts';
import type { WorkspaceContext } from '../../workspace.ts';
import type { WorkloadModel } from './workload.svelte.ts';
import { csvFileName, workloadCsv } from './workloadCsv.ts';

export function saveTable({ region, queries }: WorkspaceContext, workload: WorkloadModel): void {
  const period = queries.workload.data?.period;
  if (period === undefined) return;
  const csv = workloadCsv(workload.level, workload.shownRows, period, words(), nameOf);
  const text = words().workload.csv;
  const address = URL.createObjectURL(new Blob([csv], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = csvFileName(
    region.code,
    [text.name[view.workload.level], ...(workload.editor.tried === null ? [] : [text.preview])],
    dateIn(new Date(), region.timeZone),
  );
  link.click();
  URL.revokeObjectURL(address);
}
