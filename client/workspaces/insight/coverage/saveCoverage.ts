import type { Region } from '../../../../server/regions/schemas.ts';
import { fileName, saveCsv } from '../../../export/saveFile.ts';
import { words } from '../../../messages/messages.svelte.ts';
import type { Coverage } from './coverage.svelte.ts';
import { coverageCsv } from './coverageCsv.ts';

export function saveCoverage(region: Region, coverage: Coverage): void {
  saveCsv(
    coverageCsv(coverage.places, coverage.workersWithoutGrids, words()),
    fileName(region, [words().coverage.csv.name], 'csv', new Date()),
  );
}
