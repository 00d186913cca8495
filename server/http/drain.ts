// Stopping without failing anybody. HTTP/1.1 lets a client send its next request on a connection at the moment when the
// server closes it, and then neither knows whether it was carried out. So the connections are not closed: from the
// signal on each answer says `connection: close`, and the client itself goes elsewhere. Only then the port is closed, and
// last what is left.
import type { Socket } from 'node:net';
import { Server as NetServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { limits } from '../limits.ts';

/**
 * Makes `app.close()` wait until everybody has been answered, within `limits`. A plugin, to be registered behind all subjects:
 * then their own `preClose` hooks, which end event streams and imports, come first.
 *
 * Fastify does its part: while closing it says `connection: close` by itself, and with `return503OnClosing: false` it serves.
 */
export async function drainBeforeClosing(app: FastifyInstance): Promise<void> {
  const connections = new Set<Socket>();
  /** Those whose first request is still to come. */
  const newcomers = new Set<Socket>();
  const requestsUnderWay = new Set<object>();
  let arrivals = 0;
  app.server.on('connection', (socket: Socket) => {
    arrivals += 1;
    connections.add(socket);
    newcomers.add(socket);
    socket.once('close', () => {
      connections.delete(socket);
      newcomers.delete(socket);
    });
  });
  app.server.prependListener('request', (request, response) => {
    arrivals += 1;
    newcomers.delete(request.socket);
    requestsUnderWay.add(request);
    response.once('close', () => requestsUnderWay.delete(request));
  });

  app.addHook('preClose', async () => {
    if (!app.server.listening) return;
    // a connection that has had an answer since is closed by its client; one that had nothing to ask waits in vain
    const before = new Set(connections);
    await until(() => disjoint(before, connections), limits.drainMs);
    await quietMoment(() => arrivals);
    // of the port alone: Node's own close() also destroys connections that are idle, or look so
    NetServer.prototype.close.call(app.server);
    await until(() => newcomers.size === 0, limits.newcomerMs);
    await until(() => requestsUnderWay.size === 0, limits.finishMs);
  });
}

/** Polled: it is awaited once in a process's life, and costs nobody anything before. */
async function until(isSo: () => boolean, mostMs: number): Promise<void> {
  const end = performance.now() + mostMs;
  while (!isSo() && performance.now() < end) await pause(20);
}

function disjoint(a: ReadonlySet<Socket>, b: ReadonlySet<Socket>): boolean {
  for (const socket of a) if (b.has(socket)) return false;
  return true;
}

/**
 * A turn of the event loop in which nothing arrived. Connections that the kernel has made and we have not taken yet are
 * reset when the port closes; right after such a turn there are none, or for microseconds only.
 */
async function quietMoment(arrivals: () => number): Promise<void> {
  const end = performance.now() + limits.quietMs;
  let before = -1;
  while (before !== arrivals() && performance.now() < end) {
    before = arrivals();
    await new Promise(setImmediate);
  }
}
