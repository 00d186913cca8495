// The whole-coverage publication: what makes a set of grids the boundaries in force. Everything that takes long happens
// before the lock; under it the base version is compared, and points written meanwhile are located again.
import sql from 'sql-template-tag';
import type { FixedMultiPolygon } from '../../core/coordinates.ts';
import { appendChange } from '../changes/queries.ts';
import type { Database, Queryable } from '../database.ts';
import { conflict } from '../errors.ts';
import { keepCheck } from './coverageCheck.ts';
import type { Difference } from './difference.ts';
import { toGeoJson } from './geometry.ts';
import { writeOutlines } from './outlines.ts';
import { type Prepared, prepare } from './preparation.ts';
import type { Proposal } from './proposal.ts';
import type { PublicationInput, PublicationResult } from './publication.ts';
import { applyMoves, dropPins, findPins, pointSubjects, redoMovesSince } from './relocation.ts';
import {
  addAreaVersions,
  addGrids,
  addGridVersions,
  addMissingAreas,
  closeAreaVersions,
  closeGridVersions,
  type Period,
} from './writeVersion.ts';

/**
 * Publishes a coverage as the region's next boundary version.
 *
 * @throws CoverageRefused when the grids are not an exact coverage
 * @throws PublicationRefused when they reuse a retired code, move a grid to another community, or begin too early
 * @throws ProblemError 409 when other publications got in between three times
 */
export async function publishCoverage(
  database: Database,
  input: PublicationInput,
): Promise<PublicationResult> {
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const prepared = await prepare(database, input);
    if ('version' in prepared)
      return { ...emptyResult(prepared.version, prepared.proposal), unchanged: true };
    const result = await database.transaction((tx) => write(tx, input, prepared), { statementMs: 0 });
    if (result) {
      // so that the next tile is planned for tables of this size: the built-in engine has no autovacuum
      await database.query(sql`analyze grid_version, grid_outline, area_version, area_outline`);
      return result;
    }
  }
  throw conflict('Other publications of this region got in between, three times; publish again');
}

/**
 * What `publishCoverage` would say, without writing anything. Pins are not looked for.
 *
 * @throws what it throws
 */
export async function previewCoverage(
  database: Database,
  input: PublicationInput,
): Promise<PublicationResult> {
  const prepared = await prepare(database, input);
  if ('version' in prepared) return { ...emptyResult(prepared.version, prepared.proposal), unchanged: true };
  const { current, difference, proposal, moves } = prepared;
  return {
    ...emptyResult(current.version + 1, proposal),
    added: difference.added.map((grid) => grid.code),
    changed: difference.changed.map((pair) => pair.after.code),
    retired: difference.retired.map((grid) => grid.code),
    relocated: { household: moves.household.size, incident: moves.incident.size },
  };
}

/** @returns undefined when another publication came first */
async function write(
  tx: Queryable,
  input: PublicationInput,
  prepared: Prepared,
): Promise<PublicationResult | undefined> {
  const { regionId } = input;
  const { current, difference, proposal } = prepared;
  const { rows } = await tx.query<{ version: number; now: string }>(sql`
    select boundary_version as version, clock_timestamp() as now
    from region_state where region_id = ${regionId} for update`);
  if (rows[0]?.version !== current.version) return undefined;

  const version = current.version + 1;
  const period: Period = { regionId, version, effectiveFrom: prepared.effectiveFrom ?? rows[0].now };
  await addPublication(tx, input, period, difference);
  await addMissingAreas(tx, regionId, proposal.grids.values());
  await addGrids(tx, regionId, prepared.newGrids);
  const outdated = [...difference.retired, ...difference.changed.map((pair) => pair.before)];
  await closeGridVersions(
    tx,
    period,
    outdated.map((grid) => grid.gridVersionId),
  );
  await addGridVersions(tx, period, prepared.gridVersions);
  await closeAreaVersions(
    tx,
    period,
    prepared.retiredAreas.map((area) => area.areaVersionId),
  );
  await addAreaVersions(tx, period, prepared.areaVersions);
  await writeAllOutlines(tx, regionId, prepared);
  await endPublication(tx, regionId, version, prepared.enclaves);
  return relocateAndRecord(tx, input, version, prepared);
}

/** The points, and the one change row that names them. */
async function relocateAndRecord(
  tx: Queryable,
  input: PublicationInput,
  version: number,
  { current, difference, proposal, moves, finder }: Prepared,
): Promise<PublicationResult> {
  const { regionId } = input;
  const { added, changed, retired } = difference;
  const retiredIds = retired.map((grid) => grid.gridId);
  const result: PublicationResult = {
    ...emptyResult(version, proposal),
    added: added.map((grid) => grid.code),
    changed: changed.map((pair) => pair.after.code),
    retired: retired.map((grid) => grid.code),
  };
  // a retry of the transaction must find the moves as they were before it
  const latest = { household: new Map(moves.household), incident: new Map(moves.incident) };
  for (const subject of pointSubjects) {
    await redoMovesSince(tx, subject, regionId, current.changeSequence, finder, latest[subject]);
    result.relocated[subject] = latest[subject].size;
    result.droppedPins[subject] = await findPins(tx, subject, regionId, retiredIds);
  }
  const sequence = await appendChange(tx, regionId, 'publication', input.actor, {
    version,
    kind: input.kind,
    source: input.source,
    added: added.length,
    changed: changed.length,
    retired: retired.length,
    relocated: result.relocated,
    droppedPins: result.droppedPins,
  });
  for (const subject of pointSubjects) {
    await dropPins(tx, subject, regionId, result.droppedPins[subject], sequence);
    await applyMoves(tx, subject, regionId, latest[subject].values(), sequence);
  }
  return { ...result, changeSequence: sequence };
}

function emptyResult(version: number, proposal: Proposal): PublicationResult {
  return {
    version,
    unchanged: false,
    added: [],
    changed: [],
    retired: [],
    relocated: { household: 0, incident: 0 },
    droppedPins: { household: [], incident: [] },
    inserted: proposal.inserted,
    changeSequence: undefined,
  };
}

async function addPublication(
  tx: Queryable,
  input: PublicationInput,
  period: Period,
  { added, changed, retired }: Difference,
): Promise<void> {
  await tx.query(sql`
    insert into publication (region_id, version, effective_from, kind, source, grids_added, grids_changed,
      grids_retired)
    values (${period.regionId}, ${period.version}, ${period.effectiveFrom}, ${input.kind}, ${input.source},
      ${added.length}, ${changed.length}, ${retired.length})`);
}

async function writeAllOutlines(tx: Queryable, regionId: number, prepared: Prepared): Promise<void> {
  const { outlines, gridVersionIdOfCode } = prepared;
  await writeOutlines(tx, regionId, 'grid', outlines.grids, gridVersionIdOfCode);
  const { rows } = await tx.query<{ code: string; id: string }>(sql`
    select a.code, v.area_version_id as id
    from area_version v
    join area a on a.region_id = ${regionId} and a.area_id = v.area_id
    where v.region_id = ${regionId} and v.to_version is null`);
  const areaVersionIdOfCode = new Map(rows.map((row) => [row.code, row.id]));
  await writeOutlines(tx, regionId, 'area', outlines.areas, areaVersionIdOfCode);
}

async function endPublication(
  tx: Queryable,
  regionId: number,
  version: number,
  enclaves: FixedMultiPolygon,
): Promise<void> {
  const enclave = enclaves.length === 0 ? null : toGeoJson(enclaves);
  await tx.query(sql`
    update region_state set boundary_version = ${version}, enclave = st_geomfromgeojson(${enclave}::text)
    where region_id = ${regionId}`);
  await keepCheck(tx, regionId, 'published', null, []);
}
