// Who writes. Nobody is asked to prove it while there is no access control: callers say it themselves, and changes keep it.
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { badRequest } from '../errors.ts';

const header = 'gridwright-actor';
const mostCharacters = 64;

/** For the `headers` of every write's schema. What is wrong with it is found when it is decoded. */
export const actorHeader = {
  [header]: Type.Optional(
    Type.String({
      description:
        `Who writes, as the changes show it: 1 to ${mostCharacters} characters in UTF-8, percent-encoded. Self-declared ` +
        'while there is no access control; without it, api',
      examples: ['Dispatcher%20Li'],
    }),
  ),
};

/** For a write that has no other headers. */
export const ActorHeader = Type.Object(actorHeader);

/**
 * @param nobodySaid who counts as the writer when the request does not say it
 * @throws ProblemError 400
 */
export function actorOf({ headers }: Pick<FastifyRequest, 'headers'>, nobodySaid = 'api'): string {
  const given = headers[header];
  if (given === undefined) return nobodySaid;
  const encoded = String(given);
  const actor = decoded(encoded).trim();
  const { length } = [...actor];
  if (length < 1 || length > mostCharacters) {
    throw refused(encoded, `has ${length} characters; a name has 1 to ${mostCharacters}`);
  }
  if (/\p{Control}/u.test(actor)) throw refused(encoded, 'contains a control character; send a name');
  return actor;
}

function decoded(encoded: string): string {
  // Node reads a header's bytes as Latin-1: what is not ASCII would be stored as another text than was meant
  if (/^[\x20-\x7e]*$/.test(encoded)) {
    try {
      return decodeURIComponent(encoded);
    } catch {
      // said below
    }
  }
  throw refused(encoded, 'is not percent-encoded UTF-8; send what encodeURIComponent makes of the name');
}

function refused(value: string, why: string) {
  return badRequest('Gridwright-Actor', value, why);
}
