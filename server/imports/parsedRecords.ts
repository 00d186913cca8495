import { limits } from '../limits.ts';
import type { RegisteredRegion } from '../regions/registry.ts';
import { FaultList, refuseFaults } from './faults.ts';
import type { JobProgress } from './jobProgress.ts';
import { kindDefinitions } from './kinds.ts';
import { type ParsedRecord, parseRecord } from './parseRecord.ts';
import { concernsFile, type ReadItem } from './readers/record.ts';
import type { Rejects } from './rejects.ts';
import type { ImportRequest } from './request.ts';

/** The records that parse, in order; what is wrong with the others is added to `faults`, and they are rejected. */
export async function* parsedRecords(
  region: RegisteredRegion,
  request: ImportRequest,
  faults: FaultList,
  rejects: Rejects,
  progress: JobProgress,
): AsyncGenerator<ParsedRecord> {
  const context = {
    definition: kindDefinitions[request.kind],
    crs: request.crs ?? 'wgs84',
    columns: request.columns ?? new Map<string, string>(),
    timeZone: region.timeZone,
    faults: new FaultList(),
  };
  let rows = 0;
  for await (const item of request.records) {
    const record = parseRecord(item, context);
    if (record) {
      yield record;
    } else {
      reject(item, context.faults, faults, rejects);
      context.faults = new FaultList();
    }
    rows += 1;
    if (rows % limits.batchRows === 0) await progress.reading(rows);
  }
  await progress.reading(rows);
}

function reject(item: ReadItem, ofRow: FaultList, faults: FaultList, rejects: Rejects): void {
  faults.append(ofRow);
  if (concernsFile(item) && rejects.isAllowed) refuseFaults(faults);
  rejects.add(item, ofRow.listed);
}
