// A backup is lines of JSON: a manifest; then for each table its rows as arrays and a line that ends it; then one that ends
// all. What ends something carries the SHA-256 of every line before it.
import { createHash } from 'node:crypto';
import { UserError } from '../errors.ts';

/** The first line. */
export interface Manifest {
  gridwright: 'backup';
  format: 1;
  createdAt: string;
  /** What had been applied to the schema that the rows fit. */
  migrations: string[];
  /** The last value of each sequence, and whether it was handed out. */
  sequences: Record<string, { lastValue: string; isCalled: boolean }>;
  tables: ManifestTable[];
}

export interface ManifestTable {
  name: string;
  rows: number;
  /** Of every row, in this order. A geometry is GeoJSON, anything else text as PostgreSQL writes it. */
  columns: string[];
}

/** Ends a table, or with `end: null` the backup. */
export interface EndLine {
  end: string | null;
  rows: number;
  sha256: string;
}

/** Something about the file itself. What the person reads says that nothing was stored. */
export class BackupRefused extends UserError {
  constructor(reason: string, options?: ErrorOptions) {
    super(`${reason}. Nothing was stored`, options);
    this.name = 'BackupRefused';
  }
}

/** The digest of all lines so far. */
export class LineDigest {
  readonly #hash = createHash('sha256');

  add(line: string): void {
    this.#hash.update(line).update('\n');
  }

  get hex(): string {
    return this.#hash.copy().digest('hex');
  }
}

/** @throws BackupRefused when it is not the first line of a backup that this version reads */
export function parseManifest(line: string): Manifest {
  const value = parseJson(line);
  if (!isObject(value) || value.gridwright !== 'backup') {
    throw new BackupRefused('This is not a backup of Gridwright');
  }
  if (value.format !== 1) {
    throw new BackupRefused(
      `The backup has format ${JSON.stringify(value.format)}, and this version of Gridwright reads format 1. ` +
        'Update Gridwright (git pull && npm ci)',
    );
  }
  if (!isManifest(value)) throw new BackupRefused('The first line of the backup is damaged');
  return value;
}

/** A row, or what ends its table. */
export function parseLine(line: string): unknown[] | EndLine {
  const value = parseJson(line);
  if (Array.isArray(value)) return value;
  if (isEndLine(value)) return value;
  throw new BackupRefused(`The backup is damaged: ${shortened(line)} is neither a row nor an end`);
}

function isManifest(value: Record<string, unknown>): value is Manifest & Record<string, unknown> {
  const { createdAt, migrations, sequences, tables } = value;
  return (
    typeof createdAt === 'string' &&
    isTextArray(migrations) &&
    isObject(sequences) &&
    Object.values(sequences).every(isSequence) &&
    Array.isArray(tables) &&
    tables.every(isManifestTable)
  );
}

function isManifestTable(value: unknown): value is ManifestTable {
  return (
    isObject(value) &&
    typeof value.name === 'string' &&
    isCount(value.rows) &&
    isTextArray(value.columns) &&
    value.columns.length > 0
  );
}

function isSequence(value: unknown): boolean {
  return isObject(value) && /^\d{1,18}$/.test(String(value.lastValue)) && typeof value.isCalled === 'boolean';
}

function isEndLine(value: unknown): value is EndLine & Record<string, unknown> {
  return (
    isObject(value) &&
    (value.end === null || typeof value.end === 'string') &&
    isCount(value.rows) &&
    typeof value.sha256 === 'string'
  );
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextArray(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function shortened(line: string): string {
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
