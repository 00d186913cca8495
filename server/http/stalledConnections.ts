// Clients that send their body by the byte, or take their answer by it, hold memory and a connection for as long as they
// please. Node drops those that are slow with a request's head; this drops those that never begin one, and the others by
// their rate: a time limit would hit large uploads and exports too.
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { limits } from '../limits.ts';

/** Since when the other side has owed us something, and how many bytes had been moved by then. */
interface Watch {
  since: number;
  bytes: number;
}

interface Connection {
  openedAt: number;
  /** The request whose body has not all come. */
  request?: IncomingMessage | undefined;
  sending?: Watch | undefined;
  taking?: Watch | undefined;
}

export function dropStalledConnections(app: FastifyInstance): void {
  const connections = new Map<Socket, Connection>();
  app.server.on('connection', (socket: Socket) => {
    connections.set(socket, { openedAt: performance.now() });
    socket.once('close', () => connections.delete(socket));
  });
  app.server.prependListener('request', (request: IncomingMessage) => {
    const connection = connections.get(request.socket);
    if (connection !== undefined) connection.request = request;
  });
  const timer = setInterval(() => {
    const now = performance.now();
    for (const [socket, connection] of connections) {
      if (socket.bytesRead === 0 && now - connection.openedAt > limits.headersMs) socket.destroy();
      connection.taking = checked(connection.taking, owesTaking(socket), takenBytes(socket), now);
      connection.sending = checked(connection.sending, owesSending(connection), socket.bytesRead, now);
      if (isStalled(connection.taking, takenBytes(socket), now)) socket.destroy();
      else if (isStalled(connection.sending, socket.bytesRead, now)) refuse(app, socket);
    }
  }, limits.connectionCheckMs).unref();
  app.addHook('onClose', async () => clearInterval(timer));
}

/** The watch goes on while something is owed, and begins anew after each period that was fast enough. */
function checked(watch: Watch | undefined, isOwed: boolean, bytes: number, now: number): Watch | undefined {
  if (!isOwed) return undefined;
  if (watch === undefined) return { since: now, bytes };
  const isOver = now - watch.since >= limits.stallMs;
  return isOver && !isStalled(watch, bytes, now) ? { since: now, bytes } : watch;
}

function isStalled(watch: Watch | undefined, bytes: number, now: number): boolean {
  if (watch === undefined || now - watch.since < limits.stallMs) return false;
  return bytes - watch.bytes < (limits.leastBytesPerSecond * (now - watch.since)) / 1000;
}

/** Node holds what the kernel would not take, because the client does not. */
function owesTaking(socket: Socket): boolean {
  return socket.writableLength > 0;
}

/** Unless it is we who do not read: then what has come waits in the request. */
function owesSending({ request }: Connection): boolean {
  return request !== undefined && !request.complete && !request.destroyed && request.readableLength === 0;
}

/**
 * Bytes that the kernel has taken. The public count moves by whole chunks, and a chunk can be a whole answer, so libuv's queue
 * is looked at; should it not be there, a chunk counts when all of it has gone.
 */
function takenBytes(socket: Socket): number {
  const { _handle: handle } = socket as Socket & {
    _handle?: { bytesWritten?: number; writeQueueSize?: number } | null;
  };
  if (handle?.bytesWritten === undefined || handle.writeQueueSize === undefined) {
    return socket.bytesWritten - socket.writableLength;
  }
  return handle.bytesWritten - handle.writeQueueSize;
}

/** In the way in which Node itself reports a request that takes too long. */
function refuse(app: FastifyInstance, socket: Socket): void {
  app.server.emit(
    'clientError',
    Object.assign(new Error('Request timeout'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }),
    socket,
  );
}
