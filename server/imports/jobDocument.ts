// A job as its routes answer it.
import { csvLine } from '../csvLine.ts';
import type { StoredJob } from './queries.ts';
import type { Faults, Job } from './schemas.ts';

export function jobDocument(region: string, job: StoredJob): Job {
  const { jobId, state, report, phase, bytesTotal, rows } = job;
  const self = `/api/regions/${region}/imports/${jobId}`;
  const { added, changed = 0, closed = 0, unchanged = 0, unassigned = 0, skipped = 0 } = report;
  const hasDefects = report.defects !== undefined && !job.isDryRun;
  return {
    id: jobId,
    region,
    kind: job.kind,
    source: job.source,
    fileName: job.fileName,
    mode: job.mode,
    isDryRun: job.isDryRun,
    state: state === 'staging' ? 'running' : state,
    phase: state === 'staging' ? (phase ?? 'reading') : null,
    cancelRequested: job.cancelRequested,
    startedAt: job.startedAt,
    finishedAt: job.finishedAt,
    rowsRead: job.rowsRead,
    bytesRead: Number(job.bytesRead),
    bytesTotal: bytesTotal === null ? null : Number(bytesTotal),
    rows,
    counts: added === undefined ? null : { added, changed, closed, unchanged, unassigned, skipped },
    keptByHand: [...(report.keptByHand ?? [])],
    boundaryVersion: report.boundaryVersion ?? null,
    notes: [...(report.notes ?? [])],
    error: report.reason ?? null,
    faults: report.total ?? 0,
    links: [
      { rel: 'self', href: self },
      { rel: 'faults', href: `${self}/faults` },
      ...(hasDefects ? [{ rel: 'defects', href: `/api/regions/${region}/defects` }] : []),
    ],
  };
}

export function faultsOf({ report: { total = 0, faults = [], defects = [] } }: StoredJob): Faults {
  return { total, faults, defects };
}

/** With the mark that tells spreadsheets that it is UTF-8. */
export function faultsCsv({ faults, defects }: Faults): string {
  const lines = [
    ['row', 'field', 'reason', 'lon', 'lat'],
    ...faults.map(({ row, field, reason }) => [row, field, reason, '', '']),
    ...defects.map(({ kind, lon, lat, message }) => ['', kind, message, lon, lat]),
  ];
  return `\uFEFF${lines.map(csvLine).join('')}`;
}
