// Requests that may last: a streamed body is bounded by how long nothing moves, not by how long it takes.
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { limits } from '../limits.ts';

const lastingSockets = new WeakSet<object>();

/**
 * Exempts the request from the limit on the time of sending it, and destroys its connection when too little moves in either
 * direction. Until the connection closes or the returned function is called.
 */
export function allowToLast({ raw: { socket } }: Pick<FastifyRequest, 'raw'>): () => void {
  lastingSockets.add(socket);
  let moved = socket.bytesRead + socket.bytesWritten;
  const watch = setInterval(() => {
    const movedNow = socket.bytesRead + socket.bytesWritten;
    if (movedNow - moved < limits.streamIdleBytes) socket.destroy();
    moved = movedNow;
  }, limits.streamIdleMs);
  watch.unref();
  const end = () => {
    clearInterval(watch);
    lastingSockets.delete(socket);
  };
  socket.once('close', end);
  return () => {
    socket.off('close', end);
    end();
  };
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
