// Clients that are slow on purpose: they keep a connection busy and hardly move a byte over it.
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { clientDirectory } from '../http/clientFiles.ts';

export interface SlowClients {
  /** How those are slow whom the server still holds on to, as the system tells: who does not read never hears of the end. */
  held(): string[];
  close(): void;
}

/**
 * In equal parts: slow with a request's head, slow with its body, slow to read an answer, and reading nothing at all. What they
 * do not read is mostly the client's files, which cost the server little: it is their slowness that is tried, not their number.
 */
export async function openSlowClients(port: number, count: number): Promise<SlowClients> {
  const kinds = [dripHead, dripBody, dripAnswer, ignoreAnswer];
  const clients: { socket: Socket; kind: string; stop: () => void }[] = [];
  for (let number = 0; number < count; number += 1) {
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    await once(socket, 'connect');
    const beSlow = kinds[number % kinds.length]!;
    clients.push({ socket, kind: beSlow.name, stop: beSlow(socket, largeAnswers(number)) });
  }
  const kindOf = new Map(clients.map(({ socket, kind }) => [socket.localPort, kind]));
  return {
    held: () => [...new Set(connectionsOf(port))].flatMap((clientPort) => kindOf.get(clientPort) ?? []),
    close() {
      for (const { socket, stop } of clients) {
        stop();
        socket.destroy();
      }
    },
  };
}

function dripHead(socket: Socket): () => void {
  return everySecond(
    socket,
    'GET /api/health/live HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: '.padEnd(10_000, 'x'),
  );
}

function dripBody(socket: Socket): () => void {
  socket.write(
    'POST /api/incidents HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 10000\r\n\r\n{',
  );
  return everySecond(socket, ' '.repeat(9_999));
}

/** Sends the text a byte a second. */
function everySecond(socket: Socket, text: string): () => void {
  let sent = 0;
  const timer = setInterval(() => socket.writable && socket.write(text[sent++] ?? ''), 1_000);
  return () => clearInterval(timer);
}

function dripAnswer(socket: Socket, requests: string): () => void {
  socket.write(requests);
  socket.on('readable', () => {});
  const timer = setInterval(() => socket.read(1_000), 1_000);
  return () => clearInterval(timer);
}

function ignoreAnswer(socket: Socket, requests: string): () => void {
  socket.write(requests);
  return () => {};
}

/**
 * Asked for together: more than the system's buffers take. One client in forty asks for features, which are sent in another
 * way; more of them would keep the server busy for longer than the time that is tried.
 */
function largeAnswers(number: number): string {
  const request = (path: string) => `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`;
  if (number % 40 === 3) return request('/ogc/collections/households/items?limit=10000').repeat(2);
  return request(`/assets/${largestFile()}`).repeat(8);
}

function largestFile(): string {
  const assets = `${clientDirectory}/assets`;
  const [largest] = readdirSync(assets)
    .map((name) => ({ name, bytes: statSync(`${assets}/${name}`).size }))
    .sort((a, b) => b.bytes - a.bytes);
  if (largest === undefined) throw new Error('The client is not built: npm run build');
  return largest.name;
}

/** The ports of those who are connected with the port, as the server's side has them. */
function connectionsOf(port: number): number[] {
  const ESTABLISHED = '01';
  const lines = readFileSync('/proc/net/tcp', 'utf8').trim().split('\n').slice(1);
  return lines.flatMap((line) => {
    const [, local = '', remote = '', state] = line.trim().split(/\s+/);
    return state === ESTABLISHED && portOf(local) === port ? [portOf(remote)] : [];
  });
}

/** `0100007F:1F90` → 8080 */
function portOf(address: string): number {
  return Number.parseInt(address.split(':')[1] ?? '', 16);
}
