// What comes next in the work on an incident. Pure.
import { type IncidentStatus, incidentStatuses } from '../../../state/incidentScales.ts';
import type { IncidentFields } from './incidentChange.ts';

export type NextStep =
  /** It goes to a worker, and is dispatched at once. */
  | { kind: 'dispatch'; worker: number; fields: IncidentFields }
  /** Received, and nobody works its grid. */
  | { kind: 'chooseWorker' }
  | { kind: 'advance'; status: IncidentStatus; fields: IncidentFields }
  | { kind: 'reopen'; fields: IncidentFields };

export function nextStep(
  incident: { status: IncidentStatus; worker: { number: number } | null },
  suggested: number | undefined,
): NextStep {
  if (incident.status === 'closed') return { kind: 'reopen', fields: { status: 'in_hand' } };
  if (incident.status === 'received' && incident.worker !== null) {
    return { kind: 'dispatch', worker: incident.worker.number, fields: { status: 'dispatched' } };
  }
  // what was dispatched to nobody is not on its way either
  if (incident.worker === null && (incident.status === 'received' || incident.status === 'dispatched')) {
    if (suggested === undefined) return { kind: 'chooseWorker' };
    return { kind: 'dispatch', worker: suggested, fields: { worker: suggested, status: 'dispatched' } };
  }
  const status = incidentStatuses[incidentStatuses.indexOf(incident.status) + 1]!;
  return { kind: 'advance', status, fields: { status } };
}

/** Assigning a worker dispatches what was only received, in one write. */
export function assigning(incident: { status: IncidentStatus }, worker: number): IncidentFields {
  return incident.status === 'received' ? { worker, status: 'dispatched' } : { worker };
}
