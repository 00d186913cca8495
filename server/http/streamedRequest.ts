// Requests that may last: a streamed body is bounded by how long nothing moves, not by how long it takes.
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { limits } from '../limits.ts';

const lastingSockets = new WeakSet<object>();

/** Destroys the connection when too little moves on it, in either direction, while the server waits for its client. */
export class IdleWatch {
  readonly #socket: Socket;
  readonly #timer: NodeJS.Timeout;
  #isServerBusy = false;
  #moved: number;
  #movedAt = performance.now();

  /** Exempts the request from the limit on the time of sending it, until `end`. */
  constructor({ raw: { socket } }: Pick<FastifyRequest, 'raw'>) {
    this.#socket = socket;
    this.#moved = socket.bytesRead + socket.bytesWritten;
    this.#timer = setInterval(() => this.#look(), limits.streamIdleMs / 4);
    this.#timer.unref();
    lastingSockets.add(socket);
  }

  /** The client is not to blame for what does not move now. */
  serverWorks(): void {
    this.#isServerBusy = true;
  }

  serverWaits(): void {
    this.#isServerBusy = false;
    this.#movedAt = performance.now();
  }

  end(): void {
    clearInterval(this.#timer);
    lastingSockets.delete(this.#socket);
  }

  #look(): void {
    const moved = this.#socket.bytesRead + this.#socket.bytesWritten;
    if (this.#isServerBusy || moved - this.#moved >= limits.streamIdleBytes) {
      this.#moved = moved;
      this.#movedAt = performance.now();
    } else if (performance.now() - this.#movedAt >= limits.streamIdleMs) {
      this.#socket.destroy();
    }
  }
}

/** Fastify's `clientErrorHandler`: what fails before there is a request, and requests that take too long to arrive. */
export function answerClientError(this: FastifyInstance, error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && lastingSockets.has(socket)) return;
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const [status, title, detail] = clientProblems[error.code ?? ''] ?? [
    400,
    'Bad Request',
    'This is not HTTP',
  ];
  if (socket.writable) {
    const body = JSON.stringify({ type: 'about:blank', title, status, detail });
    socket.write(
      `HTTP/1.1 ${status} ${title}\r\nContent-Type: application/problem+json; charset=utf-8\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
  }
  socket.destroy(error);
}

const clientProblems: Readonly<Record<string, [number, string, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [
    408,
    'Request Timeout',
    `The request did not arrive within ${limits.requestMs / 1000} seconds`,
  ],
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'The header of the request is too large'],
};
