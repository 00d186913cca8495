// What holds for every route, whatever its subject.
import { gunzipSync } from 'node:zlib';
import type { InjectOptions } from 'fastify';
import { beforeAll, describe, expect, test } from 'vitest';
import { limits } from './limits.ts';
import { testApp } from './testing/app.ts';
import { testDatabase } from './testing/database.ts';

const database = await testDatabase();
const app = await testApp(database);

test('a process that can serve says so', async () => {
  for (const url of ['/api/health/live', '/api/health/ready']) {
    const response = await app.inject(url);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({ status: 'ok' });
  }
});

describe('a request that cannot be served is answered by a problem', () => {
  const problem = async (request: InjectOptions | string) => {
    const response = await app.inject(request);
    expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    const body = response.json();
    expect(body).toMatchObject({ type: 'about:blank', status: response.statusCode });
    return { status: response.statusCode, headers: response.headers, ...body };
  };
  const post = (payload: string, contentType = 'application/json') =>
    problem({ method: 'POST', url: '/api/incidents', payload, headers: { 'content-type': contentType } });

  test('404 where there is nothing', async () => {
    expect(await problem('/api/nothing?here=1')).toMatchObject({
      status: 404,
      detail: 'There is nothing at /api/nothing',
      instance: '/api/nothing?here=1',
    });
  });

  test('405 with the methods that are allowed', async () => {
    const answer = await problem({ method: 'DELETE', url: '/api/health/live' });
    expect(answer).toMatchObject({
      status: 405,
      detail: '/api/health/live does not take DELETE, only GET, HEAD',
    });
    expect(answer.headers.allow).toBe('GET, HEAD');
  });

  test('400 for a query parameter that the route does not know', async () => {
    expect(await problem('/api/health/live?verbose=1')).toMatchObject({
      status: 400,
      parameter: 'verbose',
      value: '1',
      detail: 'verbose=1: is not a parameter of this request',
    });
  });

  test('400 for a body that is not JSON', async () => {
    expect(await post('{"lon": 120.4,')).toMatchObject({ status: 400, detail: 'The body is not JSON' });
    expect(await post('lon=120.4')).toMatchObject({ status: 400, detail: 'The body is not JSON' });
    expect(await post('')).toMatchObject({ status: 400, detail: 'The body is empty; send a JSON object' });
  });

  test('400 for a body that reaches for the prototype', async () => {
    expect(await post('{"__proto__": {"isAdministrator": true}}')).toMatchObject({ status: 400 });
  });

  test('400 for 10,000 levels of nesting, and the server stays up', async () => {
    const deep = await post(`${'['.repeat(10_000)}${']'.repeat(10_000)}`);
    expect(deep).toMatchObject({ status: 400, detail: 'The body is nested deeper than 32 levels' });
    expect(await post(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`)).toMatchObject({ status: 400 });
    expect((await app.inject('/api/health/live')).statusCode).toBe(200);
  });

  test('413 for a body over its limit', async () => {
    const answer = await post(JSON.stringify({ description: 'x'.repeat(limits.bodyBytes) }));
    expect(answer).toMatchObject({ status: 413 });
    expect(answer.detail).toContain(`${limits.bodyBytes} bytes`);
  });

  test('415 for a body that is something else than JSON', async () => {
    expect(await post('a,b', 'text/csv')).toMatchObject({ status: 415 });
    expect(await post('{}', 'text/plain')).toMatchObject({ status: 415 });
  });

  test('400 for fields of the wrong type: text is no number, null is not 0', async () => {
    const incident = { source: 'test', reference: '1', category: 'water', lon: 120.4, lat: 36.3 };
    expect(await post(JSON.stringify({ ...incident, lon: '120.4' }))).toMatchObject({
      status: 400,
      parameter: 'lon',
    });
    expect(await post(JSON.stringify({ ...incident, lat: null }))).toMatchObject({
      status: 400,
      parameter: 'lat',
    });
    expect(await post(JSON.stringify({ ...incident, lon: 500 }))).toMatchObject({
      status: 400,
      detail: 'lon=500: must be <= 180',
    });
    expect(await post(JSON.stringify({ ...incident, hat: 'red' }))).toMatchObject({
      status: 400,
      detail: 'hat=red: is not a known field',
    });
    expect(await post('{"source":"test"}')).toMatchObject({ status: 400, detail: 'reference: is required' });
    expect(await post(JSON.stringify({ ...incident, crs: 'utm' }))).toMatchObject({
      status: 400,
      detail: 'crs=utm: must be one of "wgs84", "cgcs2000", "gcj02", "bd09"',
    });
    expect(await post('[]')).toMatchObject({ status: 400, parameter: 'body' });
    expect(await post('{"lon": NaN}')).toMatchObject({ status: 400, detail: 'The body is not JSON' });
  });

  test('400 for a path that is no URL path', async () => {
    expect(await problem('/api/regions/%E0%A4%A')).toMatchObject({ status: 400 });
  });

  test('403 for a foreign Host', async () => {
    expect(await problem({ url: '/api/health/live', headers: { host: 'evil.example' } })).toMatchObject({
      status: 403,
    });
  });
});

test('a page may load nothing but what this server sends', async () => {
  const { headers } = await app.inject('/api/health/live');
  expect(headers['content-security-policy']).toContain("default-src 'self'");
  expect(headers['content-security-policy']).toContain("worker-src 'self' blob:");
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['strict-transport-security']).toBeUndefined();
});

describe('the OpenAPI document', () => {
  let document: { openapi: string; paths: Record<string, unknown> };
  beforeAll(async () => {
    document = (await app.inject('/api/openapi.json')).json();
  });

  test('is version 3.0 and lists the routes', () => {
    expect(document.openapi).toMatch(/^3\.0\./);
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/api/health/live', '/api/health/ready', '/ogc/collections', '/api/locate']),
    );
  });

  test('is sent compressed to who asks for it', async () => {
    const gzip = await app.inject({ url: '/api/openapi.json', headers: { 'accept-encoding': 'gzip' } });
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(JSON.parse(gunzipSync(gzip.rawPayload).toString())).toEqual(document);
    const brotli = await app.inject({ url: '/api/openapi.json', headers: { 'accept-encoding': 'gzip, br' } });
    expect(brotli.headers['content-encoding']).toBe('br');
  });
});
