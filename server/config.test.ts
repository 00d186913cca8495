import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isLoopback, readConfig, withoutPassword } from './config.ts';
import { ConfigError } from './errors.ts';

const refusal = (environment: Record<string, string>): ConfigError => {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error;
  }
  throw new Error('was accepted');
};

describe('readConfig', () => {
  test('everything is optional', () => {
    expect(readConfig({})).toEqual({
      host: '127.0.0.1',
      port: 8080,
      dataDirectory: resolve('.data'),
      logLevel: 'warn',
      demo: 'small',
    });
  });

  test('an empty variable counts as not set', () => {
    expect(readConfig({ HOST: '', PORT: ' ', DATABASE_URL: '', DEMO: '' })).toEqual(readConfig({}));
  });

  test('what is set is used', () => {
    const config = readConfig({
      HOST: '::1',
      PORT: '0',
      DATA_DIR: '/srv/grids',
      DATABASE_URL: 'postgres://grid@db.example/grids',
      LOG_LEVEL: 'INFO',
      DEMO: 'off',
    });
    expect(config).toEqual({
      host: '::1',
      port: 0,
      dataDirectory: '/srv/grids',
      databaseUrl: 'postgres://grid@db.example/grids',
      logLevel: 'info',
      demo: 'off',
    });
  });

  test.each(['0.0.0.0', '::', '192.168.1.4', 'grids.example', '127.0.0.1.example'])(
    'HOST=%s is refused, because there is no access control yet',
    (host) => {
      const error = refusal({ HOST: host });
      expect(error.message).toContain(`HOST=${host}`);
      expect(error.message).toContain('no access control yet');
      expect(error.message).toContain('SSH tunnel');
    },
  );

  test.each([
    ['PORT', 'eighty', '1 to 65535'],
    ['PORT', '65536', '1 to 65535'],
    ['PORT', '-1', '1 to 65535'],
    ['PORT', '8080.5', '1 to 65535'],
    ['LOG_LEVEL', 'loud', 'one of fatal, error, warn'],
    ['DEMO', 'huge', 'one of small, off'],
    ['CORS_ORIGINS', 'maps.example.org', 'https://maps.example.org'],
    ['CORS_ORIGINS', 'https://maps.example.org/app', 'without a path'],
    ['CORS_ORIGINS', 'https://a.example,*', '"*" is not an origin'],
    ['CORS_ORIGINS', 'null', 'is not an origin'],
    ['DATABASE_URL', 'localhost/grids', 'postgres://user:password@host:5432/database'],
    ['DATABASE_URL', 'mysql://localhost/grids', 'must begin with postgres://'],
    ['DATABASE_READ_URL', 'standby', 'leave it out to read from DATABASE_URL'],
    ['DATABASE_READ_URL', 'postgres://localhost/grids', 'DATABASE_URL, which is not set'],
    ['PUBLIC_URL', 'gis.example', 'such as https://gis.example'],
    ['PUBLIC_URL', 'https://gis.example/grids', 'without a path'],
    ['PUBLIC_URL', 'ftp://gis.example', 'must be the origin'],
    ['BASEMAP_STYLE_URL', 'style.json', 'http(s) address of a MapLibre style'],
    ['BASEMAP_PMTILES', '/nowhere/city.pmtiles', 'cannot be read (ENOENT)'],
    ['BASEMAP_PMTILES', 'package.json', 'does not begin like one'],
    ['BASEMAP_PMTILES', 'server', 'is not a file'],
    ['BASEMAP_ORIGINS', 'https://tiles.example', 'there is no basemap that needs them'],
  ])(
    '%s=%s is refused by a message with the variable, its value and the way out',
    (variable, value, wayOut) => {
      const error = refusal({ [variable]: value });
      expect(error.variable).toBe(variable);
      expect(error.message).toContain(`${variable}=${value}: `);
      expect(error.message).toContain(wayOut);
    },
  );

  test('one basemap at a time, with the origins that it needs', () => {
    const style = { BASEMAP_STYLE_URL: 'https://tiles.example/style.json' };
    const { basemap, basemapOrigins } = readConfig({
      ...style,
      BASEMAP_ORIGINS: 'https://a.example, https://b.example/',
    });
    expect(basemap).toEqual({ kind: 'style', url: 'https://tiles.example/style.json' });
    expect(basemapOrigins).toEqual(['https://a.example', 'https://b.example']);
    expect(refusal({ ...style, BASEMAP_PMTILES: 'city.pmtiles' }).message).toContain('one of them out');
    expect(refusal({ ...style, BASEMAP_ORIGINS: 'https://a.example/tiles' }).variable).toBe(
      'BASEMAP_ORIGINS',
    );
  });

  test('origins that may read are a list, or * for all', () => {
    expect(readConfig({ CORS_ORIGINS: 'https://a.example, http://localhost:3000' }).corsOrigins).toEqual([
      'https://a.example',
      'http://localhost:3000',
    ]);
    expect(readConfig({ CORS_ORIGINS: '*' }).corsOrigins).toBe('*');
  });

  test('a password in DATABASE_URL is not printed', () => {
    expect(refusal({ DATABASE_URL: 'mysql://grid:secret@localhost/grids' }).message).not.toContain('secret');
    expect(withoutPassword('postgres://grid:se:cret@db/grids')).toBe('postgres://grid:***@db/grids');
  });
});

test.each(['127.0.0.1', '127.8.0.1', '::1', '[::1]', 'localhost', 'LOCALHOST', '0:0:0:0:0:0:0:1'])(
  '%s is loopback',
  (host) => {
    expect(isLoopback(host)).toBe(true);
  },
);

test.each(['127.0.0.1.example', 'localhost.example', '128.0.0.1', '::2', '::', '', '127.1'])(
  '%j is not loopback',
  (host) => {
    expect(isLoopback(host)).toBe(false);
  },
);
