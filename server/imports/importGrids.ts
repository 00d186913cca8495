// Grids are not moved row by row: the file and the grids in force make a whole coverage, which is published or refused.
import type { FixedMultiPolygon } from '../../core/coordinates.ts';
import { buildCoverage, outline } from '../../core/coverage.ts';
import { repairCoverage } from '../../core/repair.ts';
import type { Database } from '../database.ts';
import { type GridKind, readBoundaries } from '../publication/boundaries.ts';
import { keepCheck } from '../publication/coverageCheck.ts';
import type { PublishedGrid } from '../publication/publication.ts';
import { previewCoverage, publishCoverage } from '../publication/publishCoverage.ts';
import { CoverageRefused } from '../publication/refusals.ts';
import type { RegisteredRegion } from '../regions/registry.ts';
import { ImportRefused } from './faults.ts';
import type { JobProgress } from './jobProgress.ts';
import type { ParsedRecord } from './parseRecord.ts';
import type { ImportRequest, ImportResult, MendedVertex } from './request.ts';

/** @throws ImportRefused, CoverageRefused (its defects are kept for `/defects`), PublicationRefused */
export async function importGrids(
  database: Database,
  region: RegisteredRegion,
  request: ImportRequest,
  records: AsyncIterable<ParsedRecord>,
  progress: JobProgress,
): Promise<ImportResult> {
  const inFile = new Map<string, { row: number; grid: PublishedGrid }>();
  const twice: { row: number; code: string; first: number }[] = [];
  for await (const record of records) {
    const first = inFile.get(record.reference);
    if (first) twice.push({ row: record.row, code: record.reference, first: first.row });
    else inFile.set(record.reference, { row: record.row, grid: toGrid(record) });
  }
  if (twice.length > 0) throw duplicates(twice);
  if (inFile.size === 0) throw new ImportRefused('The file has no grids');
  await progress.checking(inFile.size);
  const current = await readBoundaries(database, region.regionId);
  // in mode upsert the grids that the file leaves out stay as they are
  const kept: readonly PublishedGrid[] = request.mode === 'replace' ? [] : current.grids;
  const given = [...inFile.values()].map((entry) => entry.grid);
  const whole = [...kept.filter((grid) => !inFile.has(grid.code)), ...given];
  try {
    return await publish(database, request, { ...current, grids: whole }, given.length, progress);
  } catch (error) {
    if (error instanceof CoverageRefused && !request.isDryRun) {
      // in a transaction of its own: the import that it reports writes nothing
      await keepCheck(database, region.regionId, 'refused-import', request.fileName, error.defects);
    }
    throw error;
  }
}

interface WholeCoverage {
  regionId: number;
  grids: readonly PublishedGrid[];
  enclaves: FixedMultiPolygon;
}

async function publish(
  database: Database,
  request: ImportRequest,
  whole: WholeCoverage,
  rows: number,
  progress: JobProgress,
): Promise<ImportResult> {
  const repaired = request.repairM === undefined ? { ...whole, mended: [] } : repair(whole, request.repairM);
  const enclaves = request.declareEnclaves ? holesOf(repaired.grids) : undefined;
  if (!request.isDryRun) await progress.writing(rows);
  const begun = performance.now();
  const publication = await (request.isDryRun ? previewCoverage : publishCoverage)(database, {
    regionId: whole.regionId,
    grids: repaired.grids,
    kind: 'import',
    source: request.source,
    actor: request.actor ?? 'command line',
    ...(request.effectiveFrom === undefined ? {} : { effectiveFrom: request.effectiveFrom }),
    ...(enclaves === undefined ? {} : { enclaves }),
  });
  const { added, changed, retired } = publication;
  return {
    kind: 'grids',
    rows,
    skipped: 0,
    faults: [],
    faultTotal: 0,
    isDryRun: request.isDryRun ?? false,
    notes: request.notes ?? [],
    added: added.length,
    changed: changed.length,
    closed: retired.length,
    unchanged: whole.grids.length - added.length - changed.length,
    keptByHand: [],
    unassigned: 0,
    changeSequence: publication.changeSequence,
    moveMs: performance.now() - begun,
    publication,
    mended: repaired.mended,
    ...(enclaves === undefined ? {} : { enclaves }),
  };
}

function toGrid({ reference, fields, geometry }: ParsedRecord): PublishedGrid {
  if (geometry?.shape !== 'polygon') throw new Error(`grid ${reference} has passed without a polygon`);
  return {
    code: reference,
    kind: fields.kind as GridKind,
    name: fields.name as string,
    nameEn: fields.name_en as string,
    polygons: geometry.polygons,
    ...(fields.community === null ? {} : { community: fields.community as string }),
    ...(fields.street === null ? {} : { street: fields.street as string }),
  };
}

/** Base and dedicated grids are two layers: neither is snapped to the other. */
function repair(
  { grids, enclaves }: WholeCoverage,
  toleranceM: number,
): { grids: PublishedGrid[]; mended: MendedVertex[] } {
  const layers = {
    base: grids.filter((grid) => grid.kind === 'base'),
    dedicated: grids.filter((grid) => grid.kind === 'dedicated'),
  };
  const results = [
    repairCoverage(layers.base, toleranceM, { enclaves }),
    repairCoverage(layers.dedicated, toleranceM),
  ];
  const shapeOfCode = new Map(
    results.flatMap((result) => result.grids).map((grid) => [grid.code, grid.polygons]),
  );
  return {
    grids: grids.map((grid) => ({ ...grid, polygons: shapeOfCode.get(grid.code) ?? grid.polygons })),
    mended: results.flatMap((result) => result.moved),
  };
}

/** The holes of the dissolve, as polygons of their own. */
function holesOf(grids: readonly PublishedGrid[]): FixedMultiPolygon {
  const { coverage } = buildCoverage(
    grids.filter((grid) => grid.kind === 'base'),
    { gapsAllowed: true },
  );
  return outline(coverage).flatMap(([, ...holes]) => holes.map((hole) => [counterClockwise(hole)]));
}

function counterClockwise(hole: Int32Array): Int32Array {
  const shell = new Int32Array(hole.length);
  for (let i = 0; i < hole.length; i += 2) shell.set(hole.subarray(hole.length - 2 - i, hole.length - i), i);
  return shell;
}

function duplicates(twice: readonly { row: number; code: string; first: number }[]): ImportRefused {
  const faults = twice.map(({ row, code, first }) => ({
    row,
    field: 'code',
    value: code,
    reason: `row ${first} has the same code`,
  }));
  const count = faults.length === 1 ? '1 code is' : `${faults.length} codes are`;
  return new ImportRefused(`${count} used twice; nothing was stored`, faults.slice(0, 1000), faults.length);
}
