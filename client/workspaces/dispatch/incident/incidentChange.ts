// One change of an incident, as it is sent, and how it is taken back. Pure.
import type { IncidentStatus } from '../../../state/incidentScales.ts';
import type { Incident, QueueItem } from '../incidentApi.ts';

/** Fields of an incident that a dispatcher changes. */
export interface IncidentFields {
  status?: IncidentStatus;
  severity?: number;
  category?: string;
  /** A worker's number; null: nobody. */
  worker?: number | null;
  lon?: number;
  lat?: number;
  accuracyM?: number | null;
}

export interface Pin {
  grid: string;
  reason: string;
}

/** Fields, or the pin alone: null takes it away. */
export type IncidentChange = { fields: IncidentFields } | { pin: Pin | null };

/** How it is put to the server. */
export function requestOf(region: string, id: string, change: IncidentChange) {
  const path = `/api/regions/${region}/incidents/${id}`;
  if ('fields' in change) return { method: 'PATCH' as const, path, body: change.fields };
  if (change.pin === null) return { method: 'DELETE' as const, path: `${path}/pin` };
  return { method: 'PUT' as const, path: `${path}/pin`, body: change.pin };
}

/** What restores the state before; `pin`: the one that stood before. */
export function undoOf(change: IncidentChange, before: QueueItem, pin: Pin | null): IncidentChange {
  if ('pin' in change) return { pin };
  const restored: IncidentFields = {};
  const { fields } = change;
  if (fields.status !== undefined) restored.status = before.status;
  if (fields.severity !== undefined) restored.severity = before.severity;
  if (fields.category !== undefined) restored.category = before.category;
  if (fields.worker !== undefined) restored.worker = before.worker?.number ?? null;
  if (fields.lon !== undefined) restored.lon = before.lon;
  if (fields.lat !== undefined) restored.lat = before.lat;
  if (fields.accuracyM !== undefined) restored.accuracyM = before.accuracyM;
  return { fields: restored };
}

/** Whether it stands as the change wants it: then it is stored, whatever became of the answer. */
export function isDone(change: IncidentChange, now: QueueItem): boolean {
  if ('pin' in change) {
    return change.pin === null ? !now.isPinned : now.isPinned && now.grid?.code === change.pin.grid;
  }
  const standing: Required<IncidentFields> = { ...now, worker: now.worker?.number ?? null };
  return Object.entries(change.fields).every(
    ([name, value]) => standing[name as keyof IncidentFields] === value,
  );
}

/** The item as the server's answer to a write makes it. */
export function itemAfter(before: QueueItem, answer: Incident, etag: string): QueueItem {
  const { category, severity, status, reportedAt, closedAt, lon, lat, accuracyM, worker, pin } = answer;
  return {
    ...before,
    ...{ category, severity, status, reportedAt, closedAt, lon, lat, accuracyM, worker },
    grid: answer.grid && { code: answer.grid.code, name: answer.grid.name, nameEn: answer.grid.nameEn },
    isPinned: pin !== null,
    etag,
  };
}
