// From what is typed to what is sent. Pure.
import type { ChosenGrid, Place, TypedFields } from './newIncident.svelte.ts';

export interface NewIncidentParts {
  region: string;
  reference: string;
  place: Place;
  fields: TypedFields & { category: string };
  pin: ChosenGrid | null;
  /** Undefined: nobody is sent yet. */
  worker: number | undefined;
}

export function newIncidentBody({ region, reference, place, fields, pin, worker }: NewIncidentParts) {
  const { category, severity, ...texts } = fields;
  const said = Object.entries(texts)
    .map(([name, text]): [string, string] => [name, text.trim()])
    .filter(([, text]) => text !== '');
  return {
    region,
    source: 'dispatch',
    reference,
    ...place,
    category,
    severity,
    ...Object.fromEntries(said),
    ...(pin === null ? {} : { pin }),
    ...(worker === undefined ? {} : { worker, status: 'dispatched' }),
  };
}

/** Names it for good: sent again after a failure, it is the same incident. */
export function newReference(now: Date, random: string): string {
  const stamp = now
    .toISOString()
    .replace(/[-:]|\..*$/g, '')
    .replace('T', '-');
  return `D-${stamp}-${random}`;
}
