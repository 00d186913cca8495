// Which encoding of a resource a request gets, and the links between them.
import type { FastifyRequest } from 'fastify';
import type { Link } from './link.ts';

export const encodings = ['json', 'html'] as const;
export type Encoding = (typeof encodings)[number];

export const mediaTypes = {
  json: 'application/json',
  geoJson: 'application/geo+json',
  html: 'text/html',
  openapi: 'application/vnd.oai.openapi+json;version=3.0',
} as const;

/** `f`, else what Accept prefers: JSON where it makes no difference. Browsers ask for HTML first. */
export function chooseEncoding(request: FastifyRequest, f: Encoding | undefined): Encoding {
  if (f !== undefined) return f;
  const accepted = parseAccept(request.headers.accept ?? '*/*');
  const json = Math.max(
    ...['application/json', 'application/geo+json', 'application/vnd.oai.openapi+json'].map((type) =>
      quality(accepted, type),
    ),
  );
  return quality(accepted, 'text/html') > json ? 'html' : 'json';
}

function parseAccept(header: string): Map<string, number> {
  return new Map(
    header.split(',').map((part) => {
      const [range = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
      const q = parameters.find((parameter) => parameter.startsWith('q='));
      return [range, q === undefined ? 1 : Number(q.slice(2)) || 0];
    }),
  );
}

/** By the most specific range that covers the type. */
function quality(accepted: ReadonlyMap<string, number>, type: string): number {
  return accepted.get(type) ?? accepted.get(`${type.split('/')[0]}/*`) ?? accepted.get('*/*') ?? 0;
}

/**
 * `self` and `alternate` of a resource: the address as it was asked for is the encoding that it was answered in, the other
 * one is asked for by `f`.
 */
export function encodingLinks(url: string, encoding: Encoding, jsonType: string, title: string): Link[] {
  const types = { json: jsonType, html: mediaTypes.html };
  return encodings
    .map((candidate) => ({
      href: candidate === encoding ? url : inEncoding(url, candidate),
      rel: candidate === encoding ? 'self' : 'alternate',
      type: types[candidate],
      title: `${title} as ${candidate === 'html' ? 'a page to read' : 'JSON'}`,
    }))
    .sort((a, b) => (a.rel < b.rel ? 1 : -1));
}

/** The same address with `f`. */
export function inEncoding(url: string, encoding: Encoding): string {
  const address = new URL(url);
  address.searchParams.set('f', encoding);
  return address.href;
}
