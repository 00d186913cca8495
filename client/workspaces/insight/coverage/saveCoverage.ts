// Hands the problems to the browser as a file; nothing is sent anywhere.
import type { Region } from '../../../../server/regions/schemas.ts';
import { words } from '../../../messages/messages.svelte.ts';
import { dateIn } from '../../../state/periods.ts';
import type { Coverage } from './coverage.svelte.ts';
import { coverageCsv, coverageFileName } from './coverageCsv.ts';

export function saveCoverage(region: Region, coverage: Coverage): void {
  const csv = coverageCsv(coverage.places, coverage.workersWithoutGrids, words());
  const address = URL.createObjectURL(new Blob([csv], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = coverageFileName(
    region.code,
    words().coverage.csv.name,
    dateIn(new Date(), region.timeZone),
  );
  link.click();
  URL.revokeObjectURL(address);
}
