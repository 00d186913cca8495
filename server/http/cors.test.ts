import { describe, expect, test } from 'vitest';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';

const database = await testDatabase();
const closed = await testApp(database);
const open = await testApp(database, undefined, { corsOrigins: ['https://maps.example.org'] });
const openToAll = await testApp(database, undefined, { corsOrigins: '*' });

const friend = { origin: 'https://maps.example.org' };
const stranger = { origin: 'https://other.example.org' };
const preflight = (method: string) => ({ ...friend, 'access-control-request-method': method });

describe('pages of other origins', () => {
  test('may not read when nothing is configured', async () => {
    const response = await closed.inject({ url: '/ogc', headers: friend });
    expect(response.statusCode).toBe(403);
    expect(response.headers).not.toHaveProperty('access-control-allow-origin');
  });

  test.each(['/ogc', '/api/regions', '/tiles/grids.json'])(
    'may read %s when they are configured',
    async (url) => {
      const response = await open.inject({ url, headers: friend });
      expect(response.statusCode).toBe(200);
      expect(response.headers['access-control-allow-origin']).toBe(friend.origin);
      expect(response.headers.vary).toMatch(/origin/i);
    },
  );

  test('that are not configured are refused all the same', async () => {
    const response = await open.inject({ url: '/ogc', headers: stranger });
    expect(response.statusCode).toBe(403);
    expect(response.json()).toMatchObject({ header: 'Origin', value: stranger.origin });
  });

  test('may all read when the configuration says *', async () => {
    const response = await openToAll.inject({ url: '/ogc', headers: stranger });
    expect(response.statusCode).toBe(200);
    expect(response.headers['access-control-allow-origin']).toBe('*');
  });

  test('may not write, whatever is configured', async () => {
    for (const app of [open, openToAll]) {
      const response = await app.inject({
        method: 'POST',
        url: '/api/incidents',
        headers: friend,
        payload: {},
      });
      expect(response.statusCode).toBe(403);
    }
  });

  test('are told before that they may read, and that they may not write', async () => {
    const response = await open.inject({ method: 'OPTIONS', url: '/ogc', headers: preflight('GET') });
    expect(response.statusCode).toBe(204);
    expect(response.headers['access-control-allow-origin']).toBe(friend.origin);
    expect(response.headers['access-control-allow-methods']).toBe('GET, HEAD');
  });

  test('by a Host that is not this machine are refused: rebinding a name is no way around it', async () => {
    const response = await openToAll.inject({ url: '/ogc', headers: { ...friend, host: 'evil.example' } });
    expect(response.statusCode).toBe(403);
  });

  test('see the ETag, and the answer varies by what else chooses it', async () => {
    const { headers } = await open.inject({ url: '/ogc', headers: friend });
    expect(headers['access-control-expose-headers']).toContain('ETag');
    expect(String(headers.vary).toLowerCase().split(/, ?/)).toEqual(
      expect.arrayContaining(['origin', 'accept', 'accept-encoding']),
    );
  });
});
