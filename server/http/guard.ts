// There is no access control yet, so only this machine may ask, and the reverse proxy that PUBLIC_URL names, which must
// authenticate. A web page elsewhere could still make a browser on this machine ask for it: with a name of its own that
// resolves to 127.0.0.1 (DNS rebinding), seen in Host, or by a cross-site request, seen in Origin.
import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { type Config, type CorsOrigins, isLoopback } from '../config.ts';
import { ProblemError } from '../errors.ts';

const wayOut =
  'there is no access control yet: open http://127.0.0.1 or http://localhost, from elsewhere through an SSH tunnel, or ' +
  'through a reverse proxy that authenticates, made known by PUBLIC_URL';

/**
 * An `onRequest` hook, before all others. Behind it `request.protocol` and `request.host` are those of the public URL, if
 * there is one, whatever the caller's headers say: links are absolute by them. Fastify must trust loopback for that.
 * Pages of `corsOrigins` may read all the same; what they may see is said in cors.ts.
 */
export function refuseForeignRequests({
  publicUrl,
  corsOrigins,
}: Pick<Config, 'publicUrl' | 'corsOrigins'>): onRequestAsyncHookHandler {
  const known = publicUrl === undefined ? undefined : new URL(publicUrl);
  return async (request: FastifyRequest) => {
    checkAddress(request, known, corsOrigins);
    if (known === undefined) return;
    request.raw.headers['x-forwarded-host'] = known.host;
    request.raw.headers['x-forwarded-proto'] = known.protocol.slice(0, -1);
  };
}

/** @throws ProblemError 403 */
function checkAddress(
  { headers, method }: FastifyRequest,
  publicUrl: URL | undefined,
  corsOrigins: CorsOrigins | undefined,
): void {
  const { host, origin } = headers;
  // any port: a tunnel or the client's development server listens on another one than we do
  const isPublicHost = host !== undefined && host.toLowerCase() === publicUrl?.host;
  const address = addressOf(`http://${host ?? ''}`);
  if (host === undefined || (address === undefined && !isPublicHost)) throw forbidden('Host', host);
  // a browser that hides where a page is from still says that it is from elsewhere
  const site = headers['sec-fetch-site'];
  const isElsewhere = site === 'cross-site' || site === 'same-site';
  if (origin === undefined && isElsewhere && !isReading(method)) throw forbidden('Sec-Fetch-Site', site);
  if (origin === undefined || origin === publicUrl?.origin) return;
  // the same port: another port of this machine is another application, whose pages have no business here
  const page = parseAddress(origin);
  if (page !== undefined && page.port === address?.port) return;
  if (isReading(method) && isAllowed(origin, corsOrigins)) return;
  throw forbidden('Origin', origin);
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

let last: { text: string; address: Address | undefined } | undefined;

/** As parseAddress; one Host follows another that is the same, and parsing is a tenth of what a known tile costs. */
function addressOf(text: string): Address | undefined {
  if (last?.text !== text) last = { text, address: parseAddress(text) };
  return last.address;
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
