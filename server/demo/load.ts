// Loads the demo city, step by step, through the same functions that import a file: what works for the demo works for a
// stranger's data. Each step leaves a finished job, so an interrupted load goes on where it stopped.
import sql from 'sql-template-tag';
import { DEFAULT_CODE_PATTERN } from '../../core/gridCode.ts';
import {
  buildDistrict,
  type DemoSize,
  type DistrictDesign,
  demoDesigns,
} from '../../fixtures/demoCity/index.ts';
import type { Database } from '../database.ts';
import { UserError } from '../errors.ts';
import { importRecords } from '../imports/importRecords.ts';
import { createRegion, findRegion } from '../regions/registry.ts';
import { handOutIncidents } from './handOut.ts';
import { type DemoStep, demoSteps, stepNames } from './steps.ts';

const SOURCE = 'demo';
export const demoSizes: readonly DemoSize[] = ['small', 'district', 'city'];

export interface DemoProgress {
  /** From 1. */
  step: number;
  steps: number;
  name: string;
  rows: number;
  /** How many the step has in all. */
  total: number;
}

/**
 * Loads what is not loaded yet. Loaded already: does nothing.
 *
 * @throws UserError when a region exists and is not a demo, or a demo of another size; for a city on the built-in engine
 */
export async function loadDemo(
  database: Database,
  size: DemoSize,
  onProgress: (progress: DemoProgress) => void = () => {},
): Promise<void> {
  if (size === 'city' && database.engine === 'embedded') {
    throw new UserError(
      'The demo in size city is too large for the built-in database; set DATABASE_URL to a PostgreSQL 15 or later with PostGIS 3.3 or later',
    );
  }
  const begun = await begunDemo(database);
  if (begun?.size !== undefined && begun.size !== size) {
    throw new UserError(
      `The demo is there already, in size ${begun.size}; use another database for size ${size}`,
    );
  }
  if (begun?.isComplete) return;
  const designs = demoDesigns(size);
  for (const [index, design] of designs.entries()) {
    const done = begun?.done.get(design.region.code) ?? new Set();
    if (isWhole(done, size)) continue;
    const before = index * stepNames.length;
    const steps = designs.length * stepNames.length;
    await loadRegion(database, size, design, done, (progress) =>
      onProgress({ ...progress, step: before + progress.step, steps }),
    );
  }
}

async function loadRegion(
  database: Database,
  size: DemoSize,
  design: DistrictDesign,
  done: ReadonlySet<string>,
  onProgress: (progress: Omit<DemoProgress, 'steps'>) => void,
): Promise<void> {
  const regionId = await prepareRegion(database, design);
  // one region is built at a time, and given up before the next one
  const steps = demoSteps(buildDistrict(design, anHourAgo()));
  for (const [index, step] of steps.entries()) {
    if (done.has(fileName(size, step.name))) continue;
    const name = size === 'city' ? `${design.region.nameEn}: ${step.name}` : step.name;
    const report = (rows: number) => onProgress({ step: index + 1, name, rows, total: step.total });
    report(0);
    await loadStep(database, size, design.region.code, step, report);
  }
  await handOutIncidents(database, regionId);
}

/** On the clock of the demo's districts, which is eight hours ahead of UTC all year: what is open was reported in the last weeks. */
function anHourAgo(): string {
  return new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 'YYYY-MM-DDTHH:MM'.length);
}

async function loadStep(
  database: Database,
  size: DemoSize,
  regionCode: string,
  step: DemoStep,
  report: (rows: number) => void,
): Promise<void> {
  await importRecords(database, {
    kind: step.kind,
    regionCode,
    source: SOURCE,
    fileName: fileName(size, step.name),
    records: step.records(),
    mode: step.mode,
    actor: 'demo',
    ...(step.effectiveFrom === undefined ? {} : { effectiveFrom: step.effectiveFrom }),
    onProgress: ({ rows }) => report(rows),
  });
}

/** The size of a demo load that was interrupted. */
export async function interruptedDemo(database: Database): Promise<DemoSize | undefined> {
  const begun = await begunDemo(database);
  return begun && !begun.isComplete ? (begun.size ?? 'small') : undefined;
}

interface BegunDemo {
  /** Unknown before the first step. */
  size: DemoSize | undefined;
  /** Files by the code of their region. */
  done: ReadonlyMap<string, ReadonlySet<string>>;
  isComplete: boolean;
}

/** Undefined: there is no demo region. */
async function begunDemo(database: Database): Promise<BegunDemo | undefined> {
  const { rows } = await database.query<{ code: string; fileName: string | null; isDone: boolean }>(sql`
    select r.code, j.file_name as "fileName", coalesce(j.state = 'done', false) as "isDone"
    from region r
    left join import_job j on j.region_id = r.region_id and j.source = ${SOURCE}
    where r.is_demo`);
  if (rows.length === 0) return undefined;
  const size = demoSizes.find((candidate) =>
    rows.some((row) => row.fileName?.startsWith(fileName(candidate, ''))),
  );
  const done = new Map<string, Set<string>>();
  for (const row of rows) {
    const files = done.get(row.code) ?? new Set();
    if (row.isDone && row.fileName !== null) files.add(row.fileName);
    done.set(row.code, files);
  }
  const isComplete =
    size !== undefined &&
    demoDesigns(size).every(({ region }) => isWhole(done.get(region.code) ?? new Set(), size));
  return { size, done, isComplete };
}

function isWhole(files: ReadonlySet<string>, size: DemoSize): boolean {
  return stepNames.every((name) => files.has(fileName(size, name)));
}

function fileName(size: DemoSize, step: string): string {
  return `demo ${size}: ${step}`;
}

async function prepareRegion(database: Database, { region }: DistrictDesign): Promise<number> {
  const existing = await findRegion(database, region.code);
  if (existing && !existing.isDemo) {
    throw new UserError(
      `Region ${region.code} exists and is not a demo; load the demo into another database`,
    );
  }
  const { regionId } =
    existing ??
    (await createRegion(database, { ...region, codePattern: DEFAULT_CODE_PATTERN, isDemo: true }));
  return regionId;
}
