// Loads the demo city, step by step, through the same functions that import a file: what works for the demo works for a
// stranger's data. Each step leaves a finished job, so an interrupted load goes on where it stopped.
import sql from 'sql-template-tag';
import { DEFAULT_CODE_PATTERN } from '../../core/gridCode.ts';
import { type DemoCity, type DemoSize, demoCity } from '../../fixtures/demoCity/index.ts';
import type { Database } from '../database.ts';
import { UserError } from '../errors.ts';
import { importRecords } from '../imports/importRecords.ts';
import { createRegion, findRegion } from '../regions/registry.ts';
import { demoSteps, stepNames } from './steps.ts';

const SOURCE = 'demo';
export const demoSizes: readonly DemoSize[] = ['small', 'district'];

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
 * @throws UserError when the region exists and is not a demo, or a demo of another size
 */
export async function loadDemo(
  database: Database,
  size: DemoSize,
  onProgress: (progress: DemoProgress) => void = () => {},
): Promise<void> {
  const begun = await begunDemo(database);
  if (begun?.size !== undefined && begun.size !== size) {
    throw new UserError(
      `The demo is there already, in size ${begun.size}; use another database for size ${size}`,
    );
  }
  if (begun?.isComplete) return;
  const city = demoCity(size);
  await prepareRegion(database, city);
  const steps = demoSteps(city);
  for (const [index, step] of steps.entries()) {
    if (begun?.done.has(fileName(size, step.name))) continue;
    const report = (rows: number) =>
      onProgress({ step: index + 1, steps: steps.length, name: step.name, rows, total: step.total });
    report(0);
    await importRecords(database, {
      kind: step.kind,
      regionCode: city.region.code,
      source: SOURCE,
      fileName: fileName(size, step.name),
      records: step.records(),
      mode: step.mode,
      actor: 'demo',
      ...(step.effectiveFrom === undefined ? {} : { effectiveFrom: step.effectiveFrom }),
      onProgress: ({ rows }) => report(rows),
    });
  }
}

/** The size of a demo load that was interrupted. */
export async function interruptedDemo(database: Database): Promise<DemoSize | undefined> {
  const begun = await begunDemo(database);
  return begun && !begun.isComplete ? (begun.size ?? 'small') : undefined;
}

interface BegunDemo {
  /** Unknown before the first step. */
  size: DemoSize | undefined;
  done: ReadonlySet<string>;
  isComplete: boolean;
}

/** Undefined: there is no demo region. */
async function begunDemo(database: Database): Promise<BegunDemo | undefined> {
  const { rows } = await database.query<{ fileName: string | null; isDone: boolean }>(sql`
    select j.file_name as "fileName", coalesce(j.state = 'done', false) as "isDone"
    from region r
    left join import_job j on j.region_id = r.region_id and j.source = ${SOURCE}
    where r.is_demo`);
  if (rows.length === 0) return undefined;
  const size = demoSizes.find((candidate) =>
    rows.some((row) => row.fileName?.startsWith(fileName(candidate, ''))),
  );
  const done = new Set(rows.flatMap((row) => (row.isDone && row.fileName !== null ? [row.fileName] : [])));
  const isComplete = size !== undefined && stepNames.every((name) => done.has(fileName(size, name)));
  return { size, done, isComplete };
}

function fileName(size: DemoSize, step: string): string {
  return `demo ${size}: ${step}`;
}

async function prepareRegion(database: Database, { region }: DemoCity): Promise<void> {
  const existing = await findRegion(database, region.code);
  if (existing && !existing.isDemo) {
    throw new UserError(
      `Region ${region.code} exists and is not a demo; load the demo into another database`,
    );
  }
  if (!existing) await createRegion(database, { ...region, codePattern: DEFAULT_CODE_PATTERN, isDemo: true });
}
