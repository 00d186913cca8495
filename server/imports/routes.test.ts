import type { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import type { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import sql from 'sql-template-tag';
import { beforeEach, expect, test } from 'vitest';
import { harbour } from '../../fixtures/coverages/harbour.ts';
import { buildApp } from '../app.ts';
import { Snapshots } from '../snapshot/snapshots.ts';
import { testApp, testDataDirectory } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { gridCollection } from '../testing/importing.ts';
import { createHarbour, harbourDegrees, householdGrids } from '../testing/regions.ts';
import { wgs84Prj, zippedShapefile } from '../testing/shapefiles.ts';
import { importRecords } from './importRecords.ts';
import type { ImportJob } from './job.ts';
import type { ReadItem } from './readers/record.ts';
import type { Faults, Job } from './schemas.ts';
import { beginJob } from './staging.ts';

const database = await testDatabase();
const region = await createHarbour(database);
const app = await testApp(database);
const [lon, lat] = harbourDegrees([90, 10]);
const imports = `/api/regions/${region.code}/imports`;

beforeEach(async () => {
  await database.query(sql`delete from household`);
});

interface Upload {
  query?: Record<string, string>;
  type?: string;
  headers?: Record<string, string>;
}

function upload(
  payload: string | Buffer | Readable,
  { query = {}, type = 'text/csv', headers = {} }: Upload = {},
) {
  return app.inject({
    method: 'POST',
    url: imports,
    query: { kind: 'households', source: 'register', ...query },
    headers: { 'content-type': type, ...headers },
    payload,
  });
}

/** The job when it has ended. */
async function ended(location: string): Promise<Job> {
  for (;;) {
    const job = (await app.inject(location)).json<Job>();
    if (job.finishedAt !== null) return job;
    await new Promise(setImmediate);
  }
}

async function uploaded(...given: Parameters<typeof upload>): Promise<Job> {
  const response = await upload(...given);
  expect(response.statusCode, response.body).toBe(202);
  return ended(response.headers.location as string);
}

const uploadedFiles = () =>
  readdirSync(testDataDirectory(), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );

const csv = (rows: number, people = 1) =>
  `reference,lon,lat,people\n${Array.from({ length: rows }, (_, row) => `h${row},${lon + (row % 50) / 1e6},${lat + (row % 70) / 1e6},${people}\n`).join('')}`;

test('an upload answers 202 with the address of its job, which ends done; the snapshot shows its rows at once', async () => {
  const response = await upload(csv(3), { query: { fileName: 'homes.csv' } });
  expect(response.statusCode).toBe(202);
  expect(response.json()).toMatchObject({
    kind: 'households',
    source: 'register',
    fileName: 'homes.csv',
    finishedAt: null,
  });
  const job = await ended(response.headers.location as string);
  expect(job).toMatchObject({
    state: 'done',
    rows: 3,
    rowsRead: 3,
    bytesRead: csv(3).length,
    bytesTotal: csv(3).length,
    counts: { added: 3, changed: 0, closed: 0, unchanged: 0, unassigned: 0, skipped: 0 },
    error: null,
  });
  const summary = (await app.inject(`/api/regions/${region.code}/summary`)).json();
  expect(summary.households.total).toBe(3);
  const list = (await app.inject(`${imports}?limit=1`)).json();
  expect(list.imports.map(({ id }: Job) => id)).toEqual([job.id]);
  await noFilesLeft();
});

test('Content-Type or format says what the body is: GB18030, GeoJSON lines, a Shapefile', async () => {
  const gb = iconv.encode(`户号,lon,lat,building\nh1,${lon},${lat},东楼\n`, 'gb18030');
  expect(await uploaded(gb, { query: { map: '户号=reference' } })).toMatchObject({
    state: 'done',
    notes: ['The file is not UTF-8: it was read as GB18030'],
  });
  const feature = {
    type: 'Feature',
    properties: { reference: 'h2' },
    geometry: { type: 'Point', coordinates: [lon, lat] },
  };
  await uploaded(JSON.stringify(feature), { type: 'application/geo+json-seq' });
  const shapes = [{ geometry: [lon, lat] as [number, number], properties: { reference: 'h3' } }];
  const zip = await zippedShapefile({ shapes, prj: wgs84Prj });
  await uploaded(zip, { type: 'application/octet-stream', query: { format: 'shapefile' } });
  await uploaded(gzipSync(csv(1).replace('h0', 'h4')), { headers: { 'content-encoding': 'gzip' } });
  expect(Object.keys(await householdGrids(database, region.regionId))).toEqual(['h1', 'h2', 'h3', 'h4']);
});

test('a refused file’s faults are listed without values, as JSON and as CSV', async () => {
  const job = await uploaded('reference,lon,lat,people,phone\nh1,x,36,many,"13800001111\n');
  expect(job).toMatchObject({ state: 'refused', rows: null, counts: null });
  expect(job.error).toContain('nothing was stored');
  const bad = await uploaded(`reference,lon,lat,people\nh1,x,${lat},many\n`);
  const faults = (await app.inject(`${imports}/${bad.id}/faults`)).json<Faults>();
  expect(faults).toEqual({
    total: 2,
    faults: [
      { row: 2, field: 'people', reason: 'must be a whole number from 0 to 30000' },
      { row: 2, field: 'lon', reason: 'must be degrees, as 120.45' },
    ],
    defects: [],
  });
  const table = await app.inject(`${imports}/${bad.id}/faults?f=csv`);
  expect(table.headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(table.body).toBe(
    '\uFEFFrow,field,reason,lon,lat\r\n2,people,must be a whole number from 0 to 30000,,\r\n2,lon,"must be degrees, as 120.45",,\r\n',
  );
  const everything = JSON.stringify([job, (await app.inject(`${imports}/${job.id}/faults`)).json()]);
  expect(everything).not.toContain('13800001111');
});

test('skipInvalid leaves bad rows out and lists them; dryRun stores nothing', async () => {
  const content = `${csv(2)}h9,x,${lat},1\n`;
  const dry = await uploaded(content, { query: { skipInvalid: 'true', dryRun: 'true' } });
  expect(dry).toMatchObject({ state: 'done', isDryRun: true, counts: { added: 2, skipped: 1 }, faults: 1 });
  expect(await householdGrids(database, region.regionId)).toEqual({});
  const job = await uploaded(content, { query: { skipInvalid: 'true' } });
  expect(job).toMatchObject({ state: 'done', counts: { added: 2, skipped: 1 }, faults: 1 });
  const { faults } = (await app.inject(`${imports}/${job.id}/faults`)).json<Faults>();
  expect(faults).toEqual([{ row: 4, field: 'lon', reason: 'must be degrees, as 120.45' }]);
});

test('grids that are no coverage link to the defects, those of a dry run list them', async () => {
  const query = { kind: 'grids', mode: 'replace', format: 'geojson' };
  const broken = gridCollection(harbour.slice(1));
  const dry = await uploaded(broken, { query: { ...query, dryRun: 'true' } });
  expect(dry.links.map(({ rel }) => rel)).toEqual(['self', 'faults']);
  expect((await app.inject(`/api/regions/${region.code}/defects`)).json().refusedImport).toBeNull();
  expect((await app.inject(`${imports}/${dry.id}/faults`)).json<Faults>().defects.length).toBeGreaterThan(0);
  const job = await uploaded(broken, { query });
  expect(job.state).toBe('refused');
  const link = job.links.find(({ rel }) => rel === 'defects')!;
  const defects = (await app.inject(link.href)).json();
  expect(defects.refusedImport.fileName).toBe('upload.geojson');
  expect(defects.refusedImport.defects.length).toBe(job.faults);
  expect(await uploaded(gridCollection(harbour), { query })).toMatchObject({
    state: 'done',
    boundaryVersion: 1,
  });
});

test('what cannot be asked for is refused before the file is read', async () => {
  const statusOf = async (...given: Parameters<typeof upload>) => {
    const { statusCode, json } = await upload(...given);
    return `${statusCode} ${json().parameter ?? ''}`.trim();
  };
  expect(await statusOf('x', { type: 'application/x-www-form-urlencoded' })).toBe('415');
  expect(await statusOf('x', { query: { kind: 'cats' } })).toBe('400 kind');
  expect(await statusOf('x', { query: { colour: 'red' } })).toBe('400 colour');
  expect(await statusOf('x', { query: { encoding: 'klingon' } })).toBe('400 encoding');
  expect(await statusOf('x', { query: { map: 'reference' } })).toBe('400 map');
  expect(await statusOf('x', { query: { map: 'a=b' } })).toBe('400 map');
  expect(await statusOf('x', { query: { repairM: '1' } })).toBe('400 repairM');
  expect(await statusOf('x', { query: { skipInvalid: 'true', mode: 'replace' } })).toBe('400 skipInvalid');
  expect(await statusOf('x', { query: { skipInvalid: 'true', kind: 'grids' } })).toBe('400 skipInvalid');
  expect(await statusOf('x', { query: { kind: 'areas', mode: 'replace' } })).toBe('400 mode');
  expect(await statusOf('')).toBe('400 body');
  expect(await statusOf('not gzip', { headers: { 'content-encoding': 'gzip' } })).toBe('400');
  expect(await statusOf('x', { headers: { 'content-length': '3000000000' } })).toBe('413');
  expect(
    (
      await app.inject({
        method: 'POST',
        url: imports.replace('370215', '999999'),
        query: { kind: 'roads', source: 's' },
        headers: { 'content-type': 'text/csv' },
        payload: 'x',
      })
    ).statusCode,
  ).toBe(404);
  for (const method of ['GET', 'DELETE'] as const) {
    expect(
      (await app.inject({ method, url: `${imports}/6f1bd2a5-5f0e-4a70-8d4b-0a4d7c1c1c1c` })).statusCode,
    ).toBe(404);
    expect((await app.inject({ method, url: `${imports}/7` })).statusCode).toBe(400);
  }
  await noFilesLeft();
});

test('two uploads at once run one after the other, and the second sees what the first stored', async () => {
  const responses = await Promise.all([upload(csv(2500, 1)), upload(csv(2500, 2))]);
  const jobs = await Promise.all(responses.map(({ headers }) => ended(headers.location as string)));
  const counts = jobs.map((job) => job.counts!).sort((a, b) => b.added - a.added);
  expect(counts).toMatchObject([
    { added: 2500, changed: 0 },
    { added: 0, changed: 2500 },
  ]);
  const [first, second] = jobs.sort((a, b) => a.startedAt.localeCompare(b.startedAt));
  expect(second!.startedAt >= first!.finishedAt!).toBe(true);
});

test('a job that waits or reads is cancelled and leaves nothing; one that has ended is not', async () => {
  const responses = [await upload(csv(60_000)), await upload(csv(10, 2))];
  const [running, waiting] = responses.map(({ headers }) => headers.location as string);
  const cancelled = await app.inject({ method: 'DELETE', url: waiting! });
  expect(cancelled.statusCode).toBe(202);
  expect(cancelled.json()).toMatchObject({ state: 'cancelled', cancelRequested: true });
  expect((await app.inject({ method: 'DELETE', url: running! })).statusCode).toBe(202);
  expect(await ended(running!)).toMatchObject({ state: 'cancelled', counts: null });
  expect(await householdGrids(database, region.regionId)).toEqual({});
  const { rows } = await database.query(sql`select count(*)::int as staged from import_row`);
  expect(rows).toEqual([{ staged: 0 }]);
  const again = await app.inject({ method: 'DELETE', url: running! });
  expect(again.statusCode).toBe(409);
  expect(again.json().detail).toContain('has ended: cancelled');
  // the queue goes on behind them
  expect(await uploaded(csv(1))).toMatchObject({ state: 'done' });
  await noFilesLeft();
});

test('an import of the command line is watched and cancelled in the same way', async () => {
  let id = '';
  async function* records(): AsyncGenerator<ReadItem> {
    yield { row: 1, properties: { reference: 'h1' }, geometry: { type: 'Point', coordinates: [lon, lat] } };
    const { imports: jobs } = (await app.inject(`${imports}?limit=1`)).json<{ imports: Job[] }>();
    id = jobs[0]!.id;
    expect(jobs[0]).toMatchObject({ state: 'running', phase: 'reading', fileName: 'by hand' });
    expect((await app.inject({ method: 'DELETE', url: `${imports}/${id}` })).statusCode).toBe(202);
  }
  const request = {
    kind: 'households',
    regionCode: region.code,
    source: 'cli',
    fileName: 'by hand',
  } as const;
  await expect(importRecords(database, { ...request, records: records() })).rejects.toThrow('cancelled');
  expect(await ended(`${imports}/${id}`)).toMatchObject({ state: 'cancelled' });
  expect(await householdGrids(database, region.regionId)).toEqual({});
});

test('a job in its last step says that it cannot be cancelled any more', async () => {
  const job: ImportJob = {
    regionId: region.regionId,
    jobId: '1b6c0f9e-5a39-4d9e-8d0f-3f9a5b1f7c11',
    kind: 'roads',
    source: 's',
    mode: 'upsert',
  };
  await beginJob(database, job, 'roads.csv', false);
  await database.query(sql`update import_job set phase = 'writing' where import_job_id = ${job.jobId}`);
  const response = await app.inject({ method: 'DELETE', url: `${imports}/${job.jobId}` });
  expect(response.statusCode).toBe(409);
  expect(response.json().detail).toContain('is in its last step');
  await database.query(sql`delete from import_job where import_job_id = ${job.jobId}`);
});

test('an upload that breaks off leaves no job and no file', async () => {
  const own = await listening();
  const before = await jobCount();
  const socket = connect(own.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(
    `POST ${imports}?kind=households&source=register HTTP/1.1\r\nHost: 127.0.0.1:${own.port}\r\nContent-Type: text/csv\r\n` +
      `Content-Length: 1000000\r\n\r\n${csv(100)}`,
  );
  while (uploadedFiles().length === 0) await new Promise(setImmediate);
  socket.destroy();
  await noFilesLeft();
  await own.close();
  expect(await jobCount()).toBe(before);
});

test('a stopping server cancels what runs and waits; the next one ends what a dead one left', async () => {
  const own = await listening();
  const send = () =>
    fetch(`http://127.0.0.1:${own.port}${imports}?kind=households&source=register`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: csv(60_000),
    }).then((response) => response.json() as Promise<Job>);
  const ids = [(await send()).id, (await send()).id];
  await own.close();
  for (const id of ids) {
    const job = (await app.inject(`${imports}/${id}`)).json<Job>();
    expect(job).toMatchObject({
      state: 'cancelled',
      error: expect.stringContaining('the server was stopped'),
    });
  }
  expect(await householdGrids(database, region.regionId)).toEqual({});

  const dead: ImportJob = {
    regionId: region.regionId,
    jobId: '2b6c0f9e-5a39-4d9e-8d0f-3f9a5b1f7c11',
    kind: 'roads',
    source: 's',
    mode: 'upsert',
  };
  await beginJob(database, dead, 'roads.csv', false, 'queued');
  await database.query(sql`
    update import_job set report = jsonb_set(report, '{processStart}', '"long ago"') where import_job_id = ${dead.jobId}`);
  await (await listening()).close();
  expect((await app.inject(`${imports}/${dead.jobId}`)).json()).toMatchObject({
    state: 'refused',
    error: 'interrupted',
  });
  await noFilesLeft();
});

/** A job's file goes right after the job has ended. */
async function noFilesLeft(): Promise<void> {
  while (uploadedFiles().length > 0) await new Promise(setImmediate);
}

async function jobCount(): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    sql`select count(*)::int as count from import_job`,
  );
  return rows[0]!.count;
}

/** A second application on the same database, that listens. */
async function listening(): Promise<{ port: number; close(): Promise<void> }> {
  const snapshots = new Snapshots(database);
  const dataDirectory = `${testDataDirectory()}/second`;
  const second = await buildApp({ database, config: { logLevel: 'silent', dataDirectory }, snapshots });
  await second.listen({ host: '127.0.0.1', port: 0 });
  const { port } = second.server.address() as AddressInfo;
  return {
    port,
    close: async () => {
      await second.close();
      await snapshots.close();
    },
  };
}
