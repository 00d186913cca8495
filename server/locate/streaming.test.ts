// Streamed lookups over a real connection: both ways at once, from clients that read late, and from clients that leave.
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, expect, test } from 'vitest';
import { limits } from '../limits.ts';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { at, codes, createTwoRegions, places } from '../testing/twoRegions.ts';

const database = await testDatabase();
const app = await testApp(database);
let port = 0;

beforeAll(async () => {
  await createTwoRegions(database);
  await app.listen({ host: '127.0.0.1', port: 0 });
  ({ port } = app.server.address() as AddressInfo);
});

function open(): ClientRequest {
  return request({
    host: '127.0.0.1',
    port,
    path: '/api/locate',
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
  });
}

async function answerOf(sent: ClientRequest): Promise<IncomingMessage> {
  const [response] = await once(sent, 'response');
  return response;
}

const { lon, lat } = at(places.inLeft);

test('rows are answered while the next ones are still to be sent', async () => {
  const sent = open();
  sent.write(`id,lon,lat\nfirst,${lon},${lat}\n`);
  const response = await answerOf(sent);
  const pieces = response[Symbol.asyncIterator]();
  const first = String((await pieces.next()).value);
  expect(first).toContain(`first,${codes.left},`);
  sent.end(`second,${lon},${lat}\n`);
  let rest = '';
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) rest += next.value;
  expect(rest).toContain(`second,${codes.left},`);
});

test('a client that sends everything before it reads anything is answered whole', async () => {
  // more than sockets and the server's memory hold together
  const rows = 400_000;
  const sent = open();
  const response = answerOf(sent);
  sent.write('id,lon,lat\n');
  for (let row = 0; row < rows; row += 4_000) {
    let text = '';
    for (let more = 0; more < 4_000; more += 1) text += `${row + more},${lon},${lat}\n`;
    if (!sent.write(text)) await once(sent, 'drain');
  }
  sent.end();
  await once(sent, 'finish');
  let count = 0;
  let bytes = 0;
  for await (const piece of await response) {
    bytes += piece.length;
    for (const byte of piece) if (byte === 10) count += 1;
  }
  expect(count).toBe(rows + 1);
  expect(bytes).toBeGreaterThan(limits.spoolMemoryBytes * 10);
}, 60_000);

test('a client that leaves midway leaves nothing behind', async () => {
  const sent = open();
  sent.write(`id,lon,lat\n${`a,${lon},${lat}\n`.repeat(1_000)}`);
  const response = await answerOf(sent);
  sent.on('error', () => {});
  response.on('error', () => {});
  sent.destroy();
  while (await connections()) await new Promise((resolve) => setImmediate(resolve));
  // and the next one is served
  const next = open();
  next.end(`id,lon,lat\nb,${lon},${lat}\n`);
  let body = '';
  for await (const piece of await answerOf(next)) body += piece;
  expect(body).toContain(`b,${codes.left},`);
});

function connections(): Promise<number> {
  return new Promise((resolve, reject) =>
    app.server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );
}
