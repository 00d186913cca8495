// Closing while clients are connected, over real sockets.
import { Agent, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { expect, test } from 'vitest';
import { drainBeforeClosing } from './drain.ts';

interface Gate {
  opened: Promise<void>;
  open(): void;
}

function gate(): Gate {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

async function listening(
  addRoutes: (app: FastifyInstance) => void,
): Promise<{ app: FastifyInstance; port: number }> {
  const app = Fastify({ forceCloseConnections: true, return503OnClosing: false });
  // a subject is a plugin, whose hooks are its own
  await app.register(async (subject) => addRoutes(subject));
  await app.register(drainBeforeClosing);
  await app.listen({ port: 0, host: '127.0.0.1' });
  return { app, port: (app.server.address() as AddressInfo).port };
}

function ask(
  port: number,
  path: string,
  agent: Agent,
): Promise<{ status: number; connection: string; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ port, path, agent, host: '127.0.0.1' }, (response: IncomingMessage) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, connection: String(response.headers.connection), body }),
      );
      response.on('error', reject);
    });
    asked.on('error', reject).end();
  });
}

test('a request that is under way is answered, and so is one that comes after on a connection that was kept', async () => {
  const slow = gate();
  const arrived = gate();
  const { app, port } = await listening((routes) => {
    routes.get('/quick', async () => 'quick');
    routes.get('/slow', async () => {
      arrived.open();
      await slow.opened;
      return 'slow';
    });
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 2 });
  expect(await ask(port, '/quick', agent)).toMatchObject({ status: 200, connection: 'keep-alive' });
  const underWay = ask(port, '/slow', new Agent());
  await arrived.opened;
  const closed = app.close();
  expect(await ask(port, '/quick', agent)).toMatchObject({ status: 200, connection: 'close', body: 'quick' });
  slow.open();
  expect(await underWay).toMatchObject({ status: 200, body: 'slow' });
  await closed;
  await expect(ask(port, '/quick', new Agent())).rejects.toThrow('ECONNREFUSED');
});

test('a connection that never asks does not keep it from closing', async () => {
  const { app, port } = await listening((routes) => routes.get('/', async () => 'here'));
  const idle = connect(port, '127.0.0.1');
  const ended = new Promise((resolve) => idle.once('close', resolve));
  idle.on('error', () => {}).resume();
  await new Promise((resolve) => idle.once('connect', resolve));
  await app.close();
  await ended;
});

test('what ends event streams comes before the drain', async () => {
  const order: string[] = [];
  const { app } = await listening((routes) => {
    routes.addHook('preClose', async () => {
      order.push(`streams end, listening: ${routes.server.listening}`);
    });
  });
  await app.close();
  expect(order).toEqual(['streams end, listening: true']);
});
