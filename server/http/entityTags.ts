// Entity tags made of what an answer depends on, not of its bytes: a 304 costs no more than the versions.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { digestOf } from './preconditions.ts';

/**
 * Weak: an answer tells the time at which it was made. One for each content coding, because a client that keeps a
 * compressed body must not be told that another is the same.
 */
export function entityTagOf(request: FastifyRequest, facts: readonly unknown[]): string {
  const digest = digestOf(facts);
  const coding = contentCoding(request.headers['accept-encoding']);
  return coding === undefined ? `W/"${digest}"` : `W/"${digest}-${coding}"`;
}

/** What `compression.ts` makes of Accept-Encoding: the one with the higher quality, brotli before gzip. */
export function contentCoding(header: string | string[] | undefined): 'br' | 'gzip' | undefined {
  const accepted = new Map(
    String(header ?? '')
      .toLowerCase()
      .split(',')
      .map((part): [string, number] => {
        const [name = '', q] = part.split(';').map((text) => text.trim());
        return [name, q?.startsWith('q=') ? Number(q.slice(2)) || 0 : 1];
      }),
  );
  const quality = (name: string) => accepted.get(name) ?? accepted.get('*') ?? 0;
  const [br, gzip] = [quality('br'), quality('gzip')];
  if (br === 0 && gzip === 0) return undefined;
  return br >= gzip ? 'br' : 'gzip';
}

/** Adds to Vary what others may have put there before. */
export function varyBy(reply: FastifyReply, ...headers: string[]): void {
  const present = String(reply.getHeader('vary') ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const names = [...present, ...headers.filter((name) => !present.includes(name))];
  reply.header('vary', names.join(', '));
}
