// There is no access control yet, so only this machine may ask. A web page elsewhere could still make a browser on this
// machine ask for it: with a name of its own that resolves to 127.0.0.1 (DNS rebinding), seen in Host, or by a
// cross-site request, seen in Origin.
import type { FastifyRequest } from 'fastify';
import { type CorsOrigins, isLoopback } from '../config.ts';
import { ProblemError } from '../errors.ts';

const wayOut =
  'there is no access control yet: open http://127.0.0.1 or http://localhost, from elsewhere through an SSH tunnel';

/**
 * An `onRequest` hook, which throws ProblemError 403.
 *
 * @param corsOrigins pages that may read from here all the same; what they may see is said in cors.ts
 */
export function refuseForeignRequests(corsOrigins: CorsOrigins | undefined) {
  return async ({ headers: { host, origin }, method }: FastifyRequest): Promise<void> => {
    // any port: a tunnel or the client's development server listens on another one than we do
    const address = parseAddress(`http://${host ?? ''}`);
    if (address === undefined || host === undefined) throw forbidden('Host', host);
    if (origin === undefined) return;
    const page = parseAddress(origin);
    // the same port: another port of this machine is another application, whose pages have no business here
    if (page?.port === address.port) return;
    if (isReading(method) && isAllowed(origin, corsOrigins)) return;
    throw forbidden('Origin', origin);
  };
}

/** OPTIONS asks whether a page may read. */
function isReading(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

function isAllowed(origin: string, allowed: CorsOrigins | undefined): boolean {
  return allowed === '*' || (allowed?.includes(origin) ?? false);
}

interface Address {
  port: string;
}

/** Undefined when it is not an address of this machine. */
function parseAddress(text: string): Address | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isBare = url.username === '' && url.password === '' && url.pathname === '/' && url.search === '';
  if (!isBare || !/^https?:$/.test(url.protocol) || !isLoopback(url.hostname)) return undefined;
  return { port: url.port || (url.protocol === 'https:' ? '443' : '80') };
}

function forbidden(header: string, value: string | undefined): ProblemError {
  const shown = value === undefined ? 'is missing' : `${value} is not this machine`;
  return new ProblemError(403, 'Forbidden', `${header} ${shown}; ${wayOut}`, {
    header,
    value: value ?? null,
  });
}
