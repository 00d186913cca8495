import { limits } from '../limits.ts';
import type { RegisteredRegion } from '../regions/registry.ts';
import type { FaultList } from './faults.ts';
import { kindDefinitions } from './kinds.ts';
import { type ParsedRecord, parseRecord } from './parseRecord.ts';
import type { ImportRequest } from './request.ts';

/** The records that parse, in order; what is wrong with the others is added to `faults`. */
export async function* parsedRecords(
  region: RegisteredRegion,
  request: ImportRequest,
  faults: FaultList,
): AsyncGenerator<ParsedRecord> {
  const context = {
    definition: kindDefinitions[request.kind],
    crs: request.crs ?? 'wgs84',
    columns: request.columns ?? new Map<string, string>(),
    timeZone: region.timeZone,
    faults,
  };
  let rows = 0;
  for await (const item of request.records) {
    const record = parseRecord(item, context);
    if (record) yield record;
    rows += 1;
    if (rows % limits.batchRows === 0) request.onProgress?.({ phase: 'reading', rows });
  }
  request.onProgress?.({ phase: 'reading', rows });
}
