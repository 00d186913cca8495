// Configuration by environment: all optional, all checked at start. An empty value counts as not set.
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { type BasemapSettings, readBasemap } from './basemap/settings.ts';
import { ConfigError } from './errors.ts';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface Config extends BasemapSettings {
  host: string;
  port: number;
  /** Origin by which a reverse proxy makes this server known, without a slash at its end. */
  publicUrl?: string;
  /** Absolute; holds the built-in database. With `databaseUrl` it holds uploads alone. */
  dataDirectory: string;
  databaseUrl?: string;
  /** A hot standby of `databaseUrl`, for reading. */
  databaseReadUrl?: string;
  logLevel: LogLevel;
  demo: 'small' | 'off';
  /** Pages of these origins may read; left out: those of this server alone. */
  corsOrigins?: CorsOrigins;
}

/** As `https://maps.example.org`, without a path; '*' means every page. */
export type CorsOrigins = '*' | readonly string[];

/** @throws ConfigError at the first variable that cannot be used */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const read = (variable: string): string | undefined => environment[variable]?.trim() || undefined;
  const databaseUrl = readDatabaseUrl('DATABASE_URL', read('DATABASE_URL'));
  const databaseReadUrl = readStandbyUrl(read('DATABASE_READ_URL'), databaseUrl);
  const publicUrl = readPublicUrl(read('PUBLIC_URL'));
  const corsOrigins = readCorsOrigins(read('CORS_ORIGINS'));
  return {
    host: readHost(read('HOST')),
    port: readPort(read('PORT')),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    dataDirectory: resolve(read('DATA_DIR') ?? '.data'),
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    ...(databaseReadUrl === undefined ? {} : { databaseReadUrl }),
    logLevel: readOneOf('LOG_LEVEL', read('LOG_LEVEL'), logLevels, 'warn'),
    ...readBasemap(read),
    demo: readOneOf('DEMO', read('DEMO'), ['small', 'off'] as const, 'small'),
    ...(corsOrigins === undefined ? {} : { corsOrigins }),
  };
}

/** 127.0.0.0/8, ::1, and the name that always means them. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  if (name === 'localhost') return true;
  if (isIP(name) === 4) return name.startsWith('127.');
  return isIP(name) === 6 && /^(::1|(0{1,4}:){7}0{0,3}1)$/.test(name);
}

function readHost(value: string | undefined): string {
  if (value === undefined) return '127.0.0.1';
  if (!isLoopback(value)) {
    throw new ConfigError(
      'HOST',
      value,
      'only a loopback address (127.0.0.1, ::1, localhost) can be used: there is no access control yet, and anybody who ' +
        'reaches the server could read and change everything. Leave HOST out, and reach it from elsewhere through an SSH tunnel',
    );
  }
  return value;
}

function readPublicUrl(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isOrigin = url !== undefined && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href;
  if (isOrigin) return url.origin;
  throw new ConfigError(
    'PUBLIC_URL',
    value,
    'must be the origin by which a reverse proxy makes this server known, without a path, such as https://gis.example. ' +
      'Leave it out when there is no proxy',
  );
}

function readPort(value: string | undefined): number {
  if (value === undefined) return 8080;
  const port = Number(value);
  if (!/^\d{1,5}$/.test(value) || port > 65535) {
    throw new ConfigError(
      'PORT',
      value,
      'must be a whole number from 1 to 65535, or 0 for any free port. Leave it out for 8080',
    );
  }
  return port;
}

function readDatabaseUrl(variable: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const instead = variable === 'DATABASE_URL' ? 'use the built-in database' : 'read from DATABASE_URL';
  const wayOut = `write it as postgres://user:password@host:5432/database, or leave it out to ${instead}`;
  if (!URL.canParse(value))
    throw new ConfigError(variable, withoutPassword(value), `is not a URL; ${wayOut}`);
  const { protocol } = new URL(value);
  if (protocol !== 'postgres:' && protocol !== 'postgresql:') {
    throw new ConfigError(variable, withoutPassword(value), `must begin with postgres://; ${wayOut}`);
  }
  return value;
}

function readStandbyUrl(value: string | undefined, databaseUrl: string | undefined): string | undefined {
  const url = readDatabaseUrl('DATABASE_READ_URL', value);
  if (url === undefined || databaseUrl !== undefined) return url;
  throw new ConfigError(
    'DATABASE_READ_URL',
    withoutPassword(url),
    'is a hot standby of DATABASE_URL, which is not set; set it too, or leave this one out',
  );
}

function readCorsOrigins(value: string | undefined): CorsOrigins | undefined {
  if (value === undefined || value === '*') return value;
  return value.split(',').map((part) => {
    const origin = part.trim();
    if (/^https?:/.test(origin) && URL.canParse(origin) && new URL(origin).origin === origin) return origin;
    throw new ConfigError(
      'CORS_ORIGINS',
      value,
      `"${origin}" is not an origin; write them as https://maps.example.org, separated by commas, without a path, or * for every page. ` +
        'Leave it out when no other page reads from here',
    );
  });
}

function readOneOf<Value extends string>(
  variable: string,
  value: string | undefined,
  allowed: readonly Value[],
  fallback: Value,
): Value {
  if (value === undefined) return fallback;
  const found = allowed.find((candidate) => candidate === value.toLowerCase());
  if (found === undefined) {
    throw new ConfigError(
      variable,
      value,
      `must be one of ${allowed.join(', ')}. Leave it out for ${fallback}`,
    );
  }
  return found;
}

/** For messages and logs. */
export function withoutPassword(databaseUrl: string): string {
  return databaseUrl.replace(/(:\/\/[^:/@]*):[^@/]*@/, '$1:***@');
}
