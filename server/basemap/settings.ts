// What lies below the boundaries instead of the built-in basemap: a style somewhere, or a PMTiles archive here or there.
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigError } from '../errors.ts';

export type BasemapConfig =
  | { kind: 'style'; url: string }
  | { kind: 'pmtiles'; url: string }
  /** Served at /basemap.pmtiles. */
  | { kind: 'pmtilesFile'; path: string };

export interface BasemapSettings {
  basemap?: BasemapConfig;
  /** Origins, besides the basemap's own, that a page may ask for it. */
  basemapOrigins?: readonly string[];
}

/** @throws ConfigError at the first variable that cannot be used */
export function readBasemap(read: (variable: string) => string | undefined): BasemapSettings {
  const [style, archive, origins] = [
    read('BASEMAP_STYLE_URL'),
    read('BASEMAP_PMTILES'),
    read('BASEMAP_ORIGINS'),
  ];
  if (style !== undefined && archive !== undefined) {
    throw new ConfigError(
      'BASEMAP_PMTILES',
      archive,
      'there can be one basemap, and BASEMAP_STYLE_URL is set too; leave one of them out',
    );
  }
  const basemap = style === undefined ? readArchive(archive) : readStyle(style);
  const basemapOrigins = readOrigins(origins);
  if (basemapOrigins !== undefined && basemap === undefined) {
    throw new ConfigError(
      'BASEMAP_ORIGINS',
      origins ?? '',
      'there is no basemap that needs them; set BASEMAP_STYLE_URL or BASEMAP_PMTILES, or leave this one out',
    );
  }
  return {
    ...(basemap === undefined ? {} : { basemap }),
    ...(basemapOrigins === undefined ? {} : { basemapOrigins }),
  };
}

/** Where a page must be allowed to ask; nothing while the basemap is the built-in one or lies here. */
export function basemapOriginsOf({ basemap, basemapOrigins = [] }: BasemapSettings): string[] {
  const own = basemap === undefined || basemap.kind === 'pmtilesFile' ? [] : [new URL(basemap.url).origin];
  return [...new Set([...own, ...basemapOrigins])];
}

function readStyle(value: string): BasemapConfig {
  if (!isWebUrl(value)) {
    throw new ConfigError(
      'BASEMAP_STYLE_URL',
      value,
      'must be the http(s) address of a MapLibre style. Leave it out for the built-in basemap',
    );
  }
  return { kind: 'style', url: new URL(value).href };
}

function readArchive(value: string | undefined): BasemapConfig | undefined {
  if (value === undefined) return undefined;
  if (isWebUrl(value)) return { kind: 'pmtiles', url: new URL(value).href };
  const path = resolve(value);
  const fault = faultOfArchive(path);
  if (fault === undefined) return { kind: 'pmtilesFile', path };
  throw new ConfigError(
    'BASEMAP_PMTILES',
    value,
    `${fault}; must be a PMTiles 3 archive, a file here or an http(s) address. Leave it out for the built-in basemap`,
  );
}

/** The first bytes of every archive of version 3. */
const signature = Buffer.from('PMTiles\u0003', 'latin1');

function faultOfArchive(path: string): string | undefined {
  try {
    if (!statSync(path).isFile()) return 'is not a file';
    const file = openSync(path, 'r');
    const start = Buffer.alloc(signature.length);
    readSync(file, start, 0, start.length, 0);
    closeSync(file);
    return start.equals(signature) ? undefined : 'does not begin like one';
  } catch (error) {
    return `cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : String(error)})`;
  }
}

function readOrigins(value: string | undefined): string[] | undefined {
  if (value === undefined) return undefined;
  return value
    .split(',')
    .map((origin) => origin.trim())
    .filter((origin) => origin !== '')
    .map((origin) => {
      if (isWebUrl(origin) && new URL(origin).origin === origin.replace(/\/$/, ''))
        return new URL(origin).origin;
      throw new ConfigError(
        'BASEMAP_ORIGINS',
        origin,
        'must be origins with commas between them, such as https://tiles.example,https://fonts.example',
      );
    });
}

function isWebUrl(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}
