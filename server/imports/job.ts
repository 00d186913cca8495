import type { ImportKind } from './kinds.ts';

export type ImportMode = 'upsert' | 'replace';

/** One run of an import, as its staging rows name it. */
export interface ImportJob {
  regionId: number;
  jobId: string;
  kind: ImportKind;
  source: string;
  mode: ImportMode;
}
