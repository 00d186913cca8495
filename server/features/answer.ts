// How every resource of the service is answered: in the encoding that was asked for, with the tag of what it depends on.
import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { entityTagOf, varyBy } from '../http/entityTags.ts';
import { isKnown } from '../http/preconditions.ts';
import { type RegionVersion, type Subject, versionDigest } from '../regions/versions.ts';
import { type Encoding, mediaTypes } from './encodings.ts';

/** To be raised when the documents change while the data does not: kept answers are then asked for again. */
const documentsRevision = 2;

export const staticFacts: readonly unknown[] = [documentsRevision];

export function versionFacts(subjects: readonly Subject[], versions: readonly RegionVersion[]): unknown[] {
  return [documentsRevision, ...subjects.map((subject) => versionDigest(subject, versions))];
}

/**
 * Answers 304 when the caller has it already, else with what `make` makes.
 *
 * @param facts what the answer depends on besides the request
 * @param jsonType media type of the encoding that is not HTML
 */
export async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  encoding: Encoding,
  facts: readonly unknown[],
  make: () => Promise<string | Buffer | Readable>,
  jsonType: string = mediaTypes.json,
): Promise<FastifyReply> {
  const tag = entityTagOf(request, [facts, encoding, originOf(request), request.url]);
  varyBy(reply, 'accept', 'accept-encoding');
  if (isKnown(request.headers, tag)) return withTag(reply, tag).code(304).send();
  const body = await make();
  const type = encoding === 'html' ? `${mediaTypes.html}; charset=utf-8` : jsonType;
  return withTag(reply, tag)
    .type(type)
    .serializer((payload) => payload as string)
    .send(body);
}

/** Only an answer has a tag: a problem has none. */
function withTag(reply: FastifyReply, tag: string): FastifyReply {
  return reply.header('etag', tag).header('cache-control', 'private, no-cache');
}

export function originOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}`;
}

export function rootOf(request: FastifyRequest): string {
  return `${originOf(request)}/ogc`;
}
