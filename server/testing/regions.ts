// A small region in force, for tests that need one.
import sql from 'sql-template-tag';
import { DEFAULT_CODE_PATTERN } from '../../core/gridCode.ts';
import { type Corner, harbour, harbourRing } from '../../fixtures/coverages/harbour.ts';
import type { Database } from '../database.ts';
import type { PublicationResult, PublishedGrid } from '../publication/publication.ts';
import { publishCoverage } from '../publication/publishCoverage.ts';
import { createRegion, type RegisteredRegion } from '../regions/registry.ts';

/** A region without grids; a second one in the same database needs another code. */
export function createEmptyRegion(database: Database, code = '370215'): Promise<RegisteredRegion> {
  return createRegion(database, {
    code,
    name: '演示区',
    nameEn: 'Demo district',
    timeZone: 'Asia/Shanghai',
    codePattern: DEFAULT_CODE_PATTERN,
  });
}

/** The harbour (fixtures/coverages/harbour.ts) as boundary version 1. */
export async function createHarbour(database: Database, code = '370215'): Promise<RegisteredRegion> {
  const region = await createEmptyRegion(database, code);
  await publishGrids(database, region.regionId, harbour);
  return region;
}

export function publishGrids(
  database: Database,
  regionId: number,
  grids: readonly PublishedGrid[],
  effectiveFrom?: string,
): Promise<PublicationResult> {
  return publishCoverage(database, {
    regionId,
    grids,
    kind: 'import',
    source: 'test',
    actor: 'test',
    ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
  });
}

/** Degrees of a place in the harbour's drawing. */
export function harbourDegrees(corner: Corner): [number, number] {
  const [x, y] = harbourRing(corner);
  return [x! / 1e7, y! / 1e7];
}

/** The code of each household's responsible grid, by reference. */
export async function householdGrids(
  database: Database,
  regionId: number,
): Promise<Record<string, string | null>> {
  const { rows } = await database.query<{ reference: string; code: string | null }>(sql`
    select h.reference, g.code
    from household h
    left join grid_version g on g.region_id = ${regionId} and g.grid_id = h.grid_id and g.to_version is null
    where h.region_id = ${regionId} and h.valid_to = 'infinity'
    order by h.reference`);
  return Object.fromEntries(rows.map((row) => [row.reference, row.code]));
}
