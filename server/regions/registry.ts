// Regions by code, and how one comes to be.
import sql from 'sql-template-tag';
import { parseCodePattern } from '../../core/gridCode.ts';
import { appendChange } from '../changes/queries.ts';
import type { Database, Queryable } from '../database.ts';
import { UserError } from '../errors.ts';

export interface RegisteredRegion {
  regionId: number;
  code: string;
  name: string;
  nameEn: string;
  timeZone: string;
  codePattern: string;
  isDemo: boolean;
}

export interface NewRegion {
  code: string;
  name: string;
  nameEn: string;
  /** IANA name, e.g. Asia/Shanghai. */
  timeZone: string;
  /** Regular expression with groups street and community. */
  codePattern: string;
  isDemo?: boolean;
}

export async function findRegion(db: Queryable, code: string): Promise<RegisteredRegion | undefined> {
  const { rows } = await db.query<RegisteredRegion>(sql`
    select region_id as "regionId", code, name, name_en as "nameEn", time_zone as "timeZone",
      code_pattern as "codePattern", is_demo as "isDemo"
    from region where code = ${code}`);
  return rows[0];
}

/** @throws UserError when there is no such region */
export async function requireRegion(db: Queryable, code: string): Promise<RegisteredRegion> {
  const region = await findRegion(db, code);
  if (!region) throw new UserError(`There is no region ${code}. Create it: gridwright region create ${code}`);
  return region;
}

/**
 * Creates a region with its state and its root area.
 *
 * @throws UserError when a value cannot be used or the code is taken
 */
export async function createRegion(database: Database, region: NewRegion): Promise<RegisteredRegion> {
  checkNewRegion(region);
  return database.transaction(async (tx) => {
    if (await findRegion(tx, region.code)) throw new UserError(`Region ${region.code} exists already`);
    const { rows } = await tx.query<{ regionId: number }>(sql`
      insert into region (region_id, code, name, name_en, time_zone, code_pattern, is_demo)
      select coalesce(max(region_id), 0) + 1, ${region.code}, ${region.name}, ${region.nameEn}, ${region.timeZone},
        ${region.codePattern}, ${region.isDemo ?? false}
      from region
      returning region_id as "regionId"`);
    const { regionId } = rows[0]!;
    await tx.query(sql`insert into region_state (region_id) values (${regionId})`);
    await tx.query(sql`
      insert into area (region_id, kind, code, name, name_en)
      values (${regionId}, 'region', ${region.code}, ${region.name}, ${region.nameEn})`);
    await appendChange(tx, regionId, 'region', 'command line', { created: region.code });
    return { ...region, regionId, isDemo: region.isDemo ?? false };
  });
}

function checkNewRegion(region: NewRegion): void {
  if (!/^[0-9]{6}$/.test(region.code)) {
    throw new UserError(`Region code ${region.code}: a region has a code of six digits, as 370215`);
  }
  if (region.name.trim() === '') throw new UserError('--name: a region needs a name');
  try {
    new Intl.DateTimeFormat('en', { timeZone: region.timeZone });
  } catch {
    throw new UserError(
      `--time-zone ${region.timeZone}: there is no such time zone; write it as Asia/Shanghai`,
    );
  }
  try {
    parseCodePattern(region.codePattern);
  } catch (error) {
    throw new UserError(`--code-pattern ${region.codePattern}: ${(error as Error).message}`);
  }
}
