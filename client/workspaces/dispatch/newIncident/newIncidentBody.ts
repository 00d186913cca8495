// From what is typed to what is sent. Pure.

export interface Place {
  lon: number;
  lat: number;
  accuracyM?: number;
}

/** What a person decided where the accuracy leaves two grids. */
export interface ChosenGrid {
  grid: string;
  reason: string;
}

export interface TypedFields {
  /** Code; empty: none is chosen yet. */
  category: string;
  severity: number;
  description: string;
  address: string;
  reporter: string;
  phone: string;
}

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
