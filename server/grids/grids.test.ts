import sql from 'sql-template-tag';
import { beforeAll, describe, expect, test } from 'vitest';
import { verifyRegion } from '../publication/verify.ts';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { addPoint, at, codes, createTwoRegions, places, publishThirdVersion } from '../testing/twoRegions.ts';

const database = await testDatabase();
const app = await testApp(database);
let west: number;

beforeAll(async () => {
  west = (await createTwoRegions(database)).west;
  await addPoint(database, 'household', {
    regionId: west,
    reference: '1',
    place: places.inLeft,
    grid: codes.left,
  });
});

const url = (code: string) => `/api/regions/${codes.west}/grids/${code}`;

function write(method: 'PUT' | 'PATCH', code: string, payload: object, ifMatch?: string) {
  return app.inject({ method, url: url(code), payload, headers: ifMatch ? { 'if-match': ifMatch } : {} });
}

async function summary() {
  return (await app.inject(`/api/regions/${codes.west}/summary`)).json();
}

async function locate(query = '') {
  const { lon, lat } = at(places.inLeft);
  return (await app.inject(`/api/locate?lon=${lon}&lat=${lat}${query}`)).json();
}

describe('a grid', () => {
  test('is read with where it belongs, under a tag', async () => {
    const response = await app.inject(url(codes.left));
    expect(response.json()).toMatchObject({
      region: codes.west,
      code: codes.left,
      kind: 'base',
      nameEn: 'Grid 001',
      community: { code: codes.community },
      street: { code: codes.community.slice(0, 9) },
      fromVersion: 2,
    });
    const known = { 'if-none-match': response.headers.etag as string };
    expect((await app.inject({ url: url(codes.left), headers: known })).statusCode).toBe(304);
    expect((await app.inject(url('370215001001777'))).statusCode).toBe(404);
    expect((await app.inject(url(codes.eastern))).statusCode).toBe(404);
  });

  test('gets other names in the next boundary version, of which nothing else is different', async () => {
    const before = await app.inject(url(codes.left));
    const { boundaryVersion } = (await summary()).region;
    const body = { name: '港湾网格', nameEn: 'Harbour grid' };
    const response = await write('PUT', codes.left, body, before.headers.etag as string);
    expect(response.statusCode, response.body).toBe(200);
    expect(response.json()).toMatchObject({ ...body, fromVersion: boundaryVersion + 1 });
    expect(response.json().gridId).toBe(before.json().gridId);
    expect(response.json().gridVersionId).not.toBe(before.json().gridVersionId);
    expect((await app.inject(url(codes.left))).headers.etag).toBe(response.headers.etag);

    const after = await summary();
    expect(after.region.boundaryVersion).toBe(boundaryVersion + 1);
    expect(after.coverage).toMatchObject({ exact: true, defects: 0 });
    expect(after.households).toMatchObject({ total: 1, unassigned: 0 });
    expect((await locate()).grid).toMatchObject({ code: codes.left, nameEn: 'Harbour grid' });
    expect((await locate('&at=2026-07-01')).grid).toMatchObject({ nameEn: 'Grid 001' });
    const { rows } = await database.query(sql`
      select kind, detail from change where region_id = ${west} order by sequence desc limit 1`);
    expect(rows).toEqual([
      {
        kind: 'grid',
        detail: {
          changed: before.json().gridId,
          code: codes.left,
          fields: ['name', 'nameEn'],
          version: boundaryVersion + 1,
        },
      },
    ]);
  });

  test('keeps the names that a patch does not say, and loses those that it says are null', async () => {
    await write('PUT', codes.top, { name: '上', nameEn: 'Top' }, '*');
    const response = await write('PATCH', codes.top, { nameEn: null }, '*');
    expect(response.json()).toMatchObject({ name: '上', nameEn: '' });
  });

  test('given the names that it has is not written', async () => {
    const before = await app.inject(url(codes.right));
    const { boundaryVersion } = (await summary()).region;
    const { name, nameEn } = before.json();
    const response = await write('PUT', codes.right, { name, nameEn }, before.headers.etag as string);
    expect(response.headers.etag).toBe(before.headers.etag);
    expect((await summary()).region.boundaryVersion).toBe(boundaryVersion);
  });

  test('is not overwritten without its tag, or by an old one', async () => {
    const { etag } = (await app.inject(url(codes.park))).headers;
    const body = { name: 'a', nameEn: 'a' };
    expect((await write('PUT', codes.park, body)).statusCode).toBe(428);
    expect((await write('PUT', codes.park, body, etag as string)).statusCode).toBe(200);
    const second = await write('PUT', codes.park, { name: 'b', nameEn: 'b' }, etag as string);
    expect(second.statusCode).toBe(412);
    expect((await app.inject(url(codes.park))).json().name).toBe('a');
  });

  test.each<[string, object, string]>([
    ['a NUL', { name: 'a\0', nameEn: '' }, 'name'],
    ['a shape', { name: 'a', nameEn: 'b', geometry: {} }, 'geometry'],
    ['another code', { name: 'a', nameEn: 'b', code: codes.top }, 'code'],
    ['one name only', { name: 'a' }, 'nameEn'],
  ])('is not given %s', async (_, body, parameter) => {
    const response = await write('PUT', codes.left, body, '*');
    expect(response.statusCode).toBe(400);
    expect(response.json().parameter).toBe(parameter);
  });

  test('named by hand is published on and verified like any other', async () => {
    const discrepancies = async () =>
      (await verifyRegion(database, { regionId: west, code: codes.west })).discrepancies;
    expect(await discrepancies()).toEqual([]);
    await publishThirdVersion(database, west);
    expect(await discrepancies()).toEqual([]);
  });
});
