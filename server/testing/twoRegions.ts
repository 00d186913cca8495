// Two hand-drawn regions that meet along a slanted edge, for tests of lookups. The western one has two base grids in one
// community, one in another, a dedicated grid over the first, and a second version in which the first has grown.
import sql from 'sql-template-tag';
import type { FixedMultiPolygon } from '../../core/coordinates.ts';
import { DEFAULT_CODE_PATTERN } from '../../core/gridCode.ts';
import { appendChange } from '../changes/queries.ts';
import type { Database } from '../database.ts';
import type { PublishedGrid } from '../publication/publication.ts';
import { publishCoverage } from '../publication/publishCoverage.ts';
import { createRegion } from '../regions/registry.ts';

export const codes = {
  west: '370215',
  east: '370216',
  community: '370215001001',
  left: '370215001001001',
  right: '370215001001002',
  park: '370215001001901',
  top: '370215002001001',
  eastern: '370216001001001',
} as const;

/** From then on `left` reaches further east. */
export const secondVersionFrom = '2026-06-01T00:00:00Z';

/** Offsets from the south-western corner in steps of 0.001°, about 100 m. */
export const places = {
  inLeft: [2, 9],
  inRight: [15, 5],
  inTop: [10, 16],
  inPark: [4, 4],
  /** In `left`, half a step east of the park and far from everything else. */
  besidePark: [6.2, 5],
  inEastern: [25, 6],
  /** Halfway along the slanted edge from (10, −0.5) to (13, 6) of the second version. */
  betweenLeftAndRight: [11.5, 2.75],
  whereThreeMeet: [9.5, 12],
  betweenRegions: [20.25, 5.9],
  /** In `right` before the second version, in `left` from then on. */
  changedHands: [11.5, 6],
  nearTheTop: [10, 21],
  farAway: [-500, -500],
} satisfies Record<string, [number, number]>;

/** Longitude and latitude of a place, exact to the seventh decimal. */
export function at([east, north]: readonly [number, number]): { lon: number; lat: number } {
  return { lon: fixed(120.45, east) / 1e7, lat: fixed(36.38, north) / 1e7 };
}

function fixed(origin: number, steps: number): number {
  return Math.round(origin * 1e7) + Math.round(steps * 1e4);
}

type Corners = readonly (readonly [number, number])[];

const south = [
  [0, 0],
  [10, -0.5],
] as const;

function westernShapes(middleOfEdge: readonly [number, number]): Record<string, Corners> {
  return {
    [codes.left]: [...south, middleOfEdge, [9.5, 12], [0.5, 11]],
    [codes.right]: [[10, -0.5], [20, 0.3], [20.5, 11.5], [9.5, 12], middleOfEdge],
    [codes.top]: [
      [0.5, 11],
      [9.5, 12],
      [20.5, 11.5],
      [19, 20],
      [2, 19],
    ],
    [codes.park]: [
      [2, 2],
      [6, 2.5],
      [5.5, 7],
      [2.5, 6],
    ],
  };
}

const easternShapes: Record<string, Corners> = {
  [codes.eastern]: [
    [20, 0.3],
    [30, 0],
    [31, 12],
    [20.5, 11.5],
  ],
};

/** @returns their ids */
export async function createTwoRegions(database: Database): Promise<{ west: number; east: number }> {
  const west = await addRegion(database, codes.west, '西区', 'West district');
  const east = await addRegion(database, codes.east, '东区', 'East district');
  await publish(database, west, westernShapes([11, 6]));
  await publish(database, west, westernShapes([13, 6]), secondVersionFrom);
  await publish(database, east, easternShapes);
  return { west, east };
}

async function addRegion(database: Database, code: string, name: string, nameEn: string): Promise<number> {
  const { regionId } = await createRegion(database, {
    code,
    name,
    nameEn,
    timeZone: 'Asia/Shanghai',
    codePattern: DEFAULT_CODE_PATTERN,
  });
  return regionId;
}

async function publish(
  database: Database,
  regionId: number,
  shapes: Record<string, Corners>,
  effectiveFrom?: string,
): Promise<void> {
  const grids = Object.entries(shapes).map(
    ([code, corners]): PublishedGrid => ({
      code,
      kind: code === codes.park ? 'dedicated' : 'base',
      name: `网格${code.slice(-3)}`,
      nameEn: `Grid ${code.slice(-3)}`,
      polygons: polygonOf(corners),
    }),
  );
  await publishCoverage(database, {
    regionId,
    grids,
    kind: 'import',
    source: 'test',
    actor: 'test',
    ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
  });
}

function polygonOf(corners: Corners): FixedMultiPolygon {
  return [[Int32Array.from(corners.flatMap(([east, north]) => [fixed(120.45, east), fixed(36.38, north)]))]];
}

/** Moves the edge between `left` and `right` back to where it was in the first version. */
export function publishThirdVersion(database: Database, regionId: number): Promise<void> {
  return publish(database, regionId, westernShapes([11, 6]));
}

/** A household or an incident, written as another server would: located by nobody but the test. */
export async function addPoint(
  database: Database,
  kind: 'household' | 'incident',
  point: {
    regionId: number;
    reference: string;
    place: readonly [number, number];
    /** Code; null: unassigned. */
    grid: string | null;
    people?: number;
    keyPersons?: number;
    category?: string;
    status?: string;
    reportedAt?: string;
  },
): Promise<void> {
  const { regionId, reference, grid } = point;
  const { lon, lat } = at(point.place);
  const layer = grid === codes.park ? sql`null, code.grid_id` : sql`code.grid_id, null`;
  await database.transaction(async (tx) => {
    const sequence = await appendChange(tx, regionId, `import.${kind}s`, 'test');
    const place = sql`st_setsrid(st_makepoint(${lon}::float8, ${lat}::float8), 4326)`;
    const target = sql`from (select ${regionId}::int as region_id) as r
      left join grid_code code on code.region_id = ${regionId} and code.code = ${grid}::text`;
    await tx.query(
      kind === 'household'
        ? sql`insert into household (region_id, source, reference, geom, people, key_persons, change_sequence,
            base_grid_id, dedicated_grid_id)
          select ${regionId}::int, 'test', ${reference}, ${place}, ${point.people ?? 1}, ${point.keyPersons ?? 0},
            ${sequence}, ${layer} ${target}`
        : sql`insert into incident (region_id, source, reference, geom, category, status, reported_at, change_sequence,
            base_grid_id, dedicated_grid_id)
          select ${regionId}::int, 'test', ${reference}, ${place}, ${point.category ?? 'noise'},
            ${point.status ?? 'received'}, ${point.reportedAt ?? '2026-11-01T00:00:00Z'}::timestamptz, ${sequence},
            ${layer} ${target}`,
    );
  });
}

/** Closes a point's row, as a deletion does. */
export async function removeHousehold(
  database: Database,
  regionId: number,
  reference: string,
): Promise<void> {
  await database.transaction(async (tx) => {
    const sequence = await appendChange(tx, regionId, 'import', 'test', { kind: 'households' });
    await tx.query(sql`
      update household set valid_to = clock_timestamp(), change_sequence = ${sequence}
      where region_id = ${regionId} and reference = ${reference} and valid_to = 'infinity'`);
  });
}

/** A worker who works the grid in the given period. */
export async function addWorker(
  database: Database,
  worker: { regionId: number; number: number; grid: string; from: string; to?: string },
): Promise<void> {
  const { regionId, number, grid, from, to } = worker;
  await database.transaction(async (tx) => {
    await appendChange(tx, regionId, 'import', 'test', { kind: 'workers' });
    const { rows } = await tx.query<{ workerId: string }>(sql`
      insert into worker (region_id, number, source, reference)
      values (${regionId}, ${number}, 'test', ${String(number)})
      returning worker_id as "workerId"`);
    await tx.query(sql`
      insert into grid_worker (region_id, grid_id, worker_id, valid_from, valid_to)
      select ${regionId}::int, grid_id, ${rows[0]!.workerId}, ${from}::timestamptz, ${to ?? 'infinity'}::timestamptz
      from grid_code where region_id = ${regionId} and code = ${grid}`);
  });
}
