// From a body to the state of a point that it asks for.
import { createHash } from 'node:crypto';
import { type CoordinateSystem, toDegrees } from '../../core/coordinates.ts';
import { type ProblemError, unprocessable } from '../errors.ts';
import { checkStorable } from '../http/texts.ts';
import { fixedPoint } from '../locate/queries.ts';
import { canonicalInstant } from '../regions/instants.ts';
import { parseMoment } from '../regions/moment.ts';
import type {
  Fault,
  FieldValue,
  PointBody,
  PointField,
  PointState,
  PointSubject,
  StoredPoint,
} from './subject.ts';

/**
 * What a schema lets pass and PostgreSQL does not: certain characters, a leap second, the year 0.
 *
 * @throws ProblemError 400 that names the field; the value only where it is not personal
 */
export function checkTexts(subject: PointSubject, body: PointBody): void {
  checkStorable(body, subject.personalFields);
  for (const { name, type } of subject.fields) {
    const value = body[name];
    if (type === 'timestamptz' && typeof value === 'string') parseMoment(name, value);
  }
}

/** The state that a whole body describes: what it leaves out is at its default. */
export function stateOf(
  subject: PointSubject,
  body: PointBody,
  before: StoredPoint | undefined,
  moment: string,
): PointState {
  const [x, y] = fixedPoint(Number(body.lon), Number(body.lat), (body.crs ?? 'wgs84') as CoordinateSystem);
  const values = Object.fromEntries(
    subject.fields.flatMap((field) => {
      const value = fieldValue(field, body[field.name]);
      return value === undefined ? [] : [[field.name, value]];
    }),
  );
  const personal = Object.fromEntries(
    subject.personalFields.map((name) => [name, textOf(body[name]) ?? null]),
  );
  return { x, y, values: subject.complete(values, before, moment), personal };
}

/** RFC 7396: what the patch names is replaced, or with null put back to its default; all else stays. */
export function patchedState(
  subject: PointSubject,
  patch: PointBody,
  before: StoredPoint,
  moment: string,
): PointState {
  const kept = Object.fromEntries(
    subject.fields.map(({ name }) => [name, before.values[name] as FieldValue]),
  );
  const { x, y, personal } = before;
  const given = Object.fromEntries(
    Object.entries(patch).filter(([name]) => name !== 'correctedByHand' && name !== 'crs'),
  );
  const merged = { lon: toDegrees(x), lat: toDegrees(y), ...kept, ...personal, ...given };
  return stateOf(
    subject,
    { ...merged, ...(patch.crs === undefined ? {} : { crs: patch.crs }) },
    before,
    moment,
  );
}

/**
 * The stored position is WGS84: half of it cannot be given in another system.
 *
 * @throws ProblemError 422
 */
export function checkPatchedPosition(patch: PointBody): void {
  if (patch.crs === undefined || (patch.lon !== undefined && patch.lat !== undefined)) return;
  throw unprocessable(`crs=${patch.crs}: says what lon and lat are in; send both of them`, {
    parameter: 'crs',
    value: patch.crs,
  });
}

/** Names of what differs, for `change`; lon and lat are one. */
export function differingFields(subject: PointSubject, before: PointState, after: PointState): string[] {
  const differing = before.x === after.x && before.y === after.y ? [] : ['position'];
  for (const { name, type } of subject.fields) {
    if (comparable(type, before.values[name]) !== comparable(type, after.values[name])) differing.push(name);
  }
  for (const name of subject.personalFields) {
    if (before.personal[name] !== after.personal[name]) differing.push(name);
  }
  return differing;
}

/** Equal for bodies that mean the same, in any order of fields; the schema has filled in defaults. */
export function hashOf(body: object): string {
  const { region: _, ...fields } = body as Record<string, unknown>;
  const ordered = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(ordered)).digest('base64url');
}

/** The fault of a single body: 422. */
export function faultProblem({ field, value, reason, known }: Fault): ProblemError {
  return unprocessable(`${value === null ? field : `${field}=${value}`}: ${reason}`, {
    parameter: field,
    value,
    ...(known && { known }),
  });
}

function fieldValue(
  { type, absent }: PointField,
  given: FieldValue | boolean | undefined,
): FieldValue | undefined {
  if (given === undefined || given === null) return absent;
  if (type === 'timestamptz') return canonicalInstant(String(given));
  // what a float4 cannot hold for smallness, PostgreSQL refuses
  if (type === 'real') return Math.fround(Number(given)) === 0 ? 0 : Number(given);
  return type === 'smallint' || type === 'worker' ? Number(given) : String(given);
}

function textOf(value: FieldValue | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A float4 that was read back has fewer digits than what was sent. */
function comparable(type: PointField['type'], value: FieldValue | undefined): FieldValue | undefined {
  return type === 'real' && typeof value === 'number' ? Math.fround(value) : value;
}
