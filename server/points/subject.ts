// What households and incidents have in common: points that belong to a grid, kept in recorded time. Each says its own
// fields; all else is the same code.
import type { TObject } from 'typebox';
import type { Fixed } from '../../core/coordinates.ts';
import type { Queryable } from '../database.ts';

export type FieldValue = string | number | null;
/** By the field's name in JSON. */
export type FieldValues = Readonly<Record<string, FieldValue>>;

export interface PointState {
  x: Fixed;
  y: Fixed;
  values: Readonly<Record<string, FieldValue>>;
  personal: Readonly<Record<string, string | null>>;
}

export interface PointGridIds {
  baseGridId: string | null;
  dedicatedGridId: string | null;
  pinnedGridId: string | null;
  pinReason: string | null;
}

export interface StoredPoint extends PointState, PointGridIds {
  id: string;
  source: string;
  reference: string;
  /** RFC 3339 */
  recordedAt: string;
  changeSequence: string;
  correctedByHand: boolean;
  bodyHash: string | null;
  /** Whose number the field of type worker holds. */
  workerId: string | null;
}

export interface PointField {
  /** In JSON. */
  name: string;
  /** In SQL. */
  column: string;
  /** A worker is his number in the region to callers, and his id in SQL. */
  type: 'smallint' | 'text' | 'real' | 'timestamptz' | 'worker';
  /** What a body means that leaves the field out; undefined: it must not, or `complete` says. */
  absent?: FieldValue;
}

/** Something wrong with one of several bodies. */
export interface Fault {
  index: number;
  field: string;
  /** Null where it is personal, or missing. */
  value: string | null;
  reason: string;
  /** What it could be instead. */
  known?: readonly string[];
}

/** A body that a schema of the subject has let pass: text, numbers, nulls and booleans by name. */
export type PointBody = Readonly<Record<string, FieldValue | boolean>>;

/** A body and what it comes to. */
export interface Candidate {
  given: PointBody;
  values: FieldValues;
}

export interface PointSubject {
  name: 'household' | 'incident';
  plural: 'households' | 'incidents';
  fields: readonly PointField[];
  /** Kept in a table of their own; never in answers, changes or messages. The same names in SQL. */
  personalFields: readonly string[];
  schemas: {
    /** A body that creates or, in a bulk upsert, replaces. */
    create: TObject;
    replace: TObject;
    patch: TObject;
    shown: TObject;
  };
  /** Fills in what depends on the state before, or on the moment of the write (RFC 3339). */
  complete(values: FieldValues, before: StoredPoint | undefined, moment: string): FieldValues;
  /** What the schema cannot say. */
  findFaults(tx: Queryable, regionId: number, candidates: readonly Candidate[]): Promise<Fault[]>;
}
