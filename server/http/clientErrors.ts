// What goes wrong before there is a request: it does not parse, its head is too large, or it takes too long to come.
import type { Socket } from 'node:net';
import { limits } from '../limits.ts';

const answers: Readonly<Record<string, [status: number, title: string, detail: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request timeout', 'The request took too long to arrive'],
  HPE_HEADER_OVERFLOW: [
    431,
    'Request header fields too large',
    `The head of the request is larger than ${limits.headBytes} bytes`,
  ],
};

/** Fastify's `clientErrorHandler`: a problem like any other, written by hand, and the connection is over. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable || socket.destroyed) {
    socket.destroy();
    return;
  }
  const [status, title, detail] = answers[error.code ?? ''] ?? [
    400,
    'Bad request',
    'The request is not HTTP/1.1 as it should be',
  ];
  const body = JSON.stringify({ type: 'about:blank', title, status, detail });
  socket.write(
    `HTTP/1.1 ${status} ${title}\r\ncontent-type: application/problem+json; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}
