import Fastify from 'fastify';
import { describe, expect, test } from 'vitest';
import { refuseForeignRequests } from './guard.ts';
import { handleError } from './problems.ts';

const app = Fastify();
app.setErrorHandler(handleError);
app.addHook('onRequest', refuseForeignRequests({}));
app.get('/', async () => 'served');
app.post('/', async () => 'served');

const ask = (headers: Record<string, string>) => app.inject({ url: '/', headers });

test.each(['127.0.0.1:8080', 'localhost:8080', 'localhost', '[::1]:8080', 'LOCALHOST:9000'])(
  'a request for Host %s is served',
  async (host) => {
    expect((await ask({ host })).body).toBe('served');
  },
);

describe('with a public URL', () => {
  const behindProxy = Fastify({ trustProxy: 'loopback' });
  behindProxy.setErrorHandler(handleError);
  behindProxy.addHook('onRequest', refuseForeignRequests({ publicUrl: 'https://gis.example' }));
  behindProxy.get('/', async (request) => `${request.protocol}://${request.host}`);
  const get = (headers: Record<string, string>) => behindProxy.inject({ url: '/', headers });

  test.each(['gis.example', 'GIS.example', '127.0.0.1:8080', 'localhost'])(
    'a request for Host %s is served, and its links are those of the public URL',
    async (host) => {
      expect((await get({ host })).body).toBe('https://gis.example');
      expect((await get({ host, origin: 'https://gis.example' })).body).toBe('https://gis.example');
    },
  );

  test('what the caller says of forwarding is not believed', async () => {
    const headers = { host: 'gis.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' };
    expect((await get(headers)).body).toBe('https://gis.example');
  });

  test.each([
    [{ host: 'evil.example' }],
    [{ host: 'gis.example:8080' }],
    [{ host: 'gis.example', origin: 'https://evil.example' }],
    [{ host: 'gis.example', origin: 'http://gis.example' }],
    [{ host: 'gis.example', origin: 'http://127.0.0.1:8080' }],
  ])('a request with %j is refused', async (headers) => {
    expect((await get(headers)).statusCode).toBe(403);
  });
});

test.each([
  'evil.example',
  'evil.example:8080',
  '127.0.0.1.evil.example',
  'localhost.evil.example',
  '192.168.1.4:8080',
  '0.0.0.0:8080',
  'localhost:8080@evil.example',
  'evil.example/localhost',
  'localhost:port',
])('a request for Host %s is refused, with the reason', async (host) => {
  const response = await ask({ host });
  expect(response.statusCode).toBe(403);
  expect(response.headers['content-type']).toContain('application/problem+json');
  expect(response.json()).toMatchObject({ status: 403, header: 'Host', value: host });
  expect(response.json().detail).toContain('no access control yet');
});

test.each([
  ['127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['127.0.0.1:8080', 'http://localhost:8080'],
  ['localhost', 'http://localhost'],
  ['[::1]:8080', 'http://[::1]:8080'],
])('for Host %s a page of Origin %s is served', async (host, origin) => {
  expect((await ask({ host, origin })).body).toBe('served');
});

test.each([
  ['127.0.0.1:8080', 'https://evil.example'],
  ['127.0.0.1:8080', 'http://127.0.0.1.evil.example:8080'],
  ['127.0.0.1:8080', 'null'],
  ['127.0.0.1:8080', ''],
  ['127.0.0.1:8080', 'file://'],
  ['127.0.0.1:8080', 'http://127.0.0.1:3000'],
  ['127.0.0.1:8080', 'http://localhost'],
])('for Host %s a page of Origin %j is refused', async (host, origin) => {
  const response = await ask({ host, origin });
  expect(response.statusCode).toBe(403);
  expect(response.json()).toMatchObject({ header: 'Origin', value: origin });
});

test.each(['cross-site', 'same-site'])(
  'a write from a %s page that hides its Origin is refused, reading is not',
  async (site) => {
    const headers = { host: '127.0.0.1:8080', 'sec-fetch-site': site };
    const response = await app.inject({ method: 'POST', url: '/', headers });
    expect(response.statusCode).toBe(403);
    expect(response.json()).toMatchObject({ header: 'Sec-Fetch-Site', value: site });
    expect((await ask(headers)).body).toBe('served');
  },
);

test.each(['same-origin', 'none'])('a write of Sec-Fetch-Site %s is served', async (site) => {
  const headers = { host: '127.0.0.1:8080', 'sec-fetch-site': site };
  expect((await app.inject({ method: 'POST', url: '/', headers })).body).toBe('served');
});
