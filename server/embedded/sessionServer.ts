// PostgreSQL's wire protocol on a unix socket, many connections over the one session that PGlite has.
//
// @electric-sql/pglite-socket 0.2 does the same but takes turns by message, not by request: when a large parameter
// arrives in several pieces, another connection's statement slips in between Parse and Bind and the two are mixed up
// (15 of 60 concurrent queries failed when tried). Here a connection has the session from its first message until
// PostgreSQL is ready for the next query outside of any transaction.
import { createServer, type Server, type Socket } from 'node:net';
import type { PGlite } from '@electric-sql/pglite';
import { limits } from '../limits.ts';
import { type ClientMessage, MessageReader } from './clientMessages.ts';

export class SessionServer {
  readonly #engine: PGlite;
  readonly #server: Server;
  readonly #connections = new Set<Connection>();
  /** Whose turn it is; it stays theirs while they are in a transaction. */
  #holder: Connection | undefined;
  readonly #waiting: Connection[] = [];
  #running: Promise<void> | undefined;

  constructor(engine: PGlite) {
    this.#engine = engine;
    this.#server = createServer((socket) => this.#accept(socket));
  }

  listen(socketPath: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(socketPath, resolve);
    });
  }

  /** Ends every connection, after the request that is running; open transactions are rolled back. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const connection of this.#connections) connection.socket.destroy();
    this.#waiting.length = 0;
    await this.#running;
    await closed;
  }

  #accept(socket: Socket): void {
    const connection = new Connection(socket);
    this.#connections.add(connection);
    socket.on('data', (bytes) => {
      connection.receive(bytes);
      this.#queue(connection);
    });
    // 'close' follows
    socket.on('error', () => {});
    socket.on('close', () => {
      connection.isGone = true;
      this.#connections.delete(connection);
      this.#queue(connection);
    });
  }

  #queue(connection: Connection): void {
    const hasWork = connection.hasRequest() || (connection.isGone && connection === this.#holder);
    if (!hasWork || this.#waiting.includes(connection)) return;
    this.#waiting.push(connection);
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  async #run(): Promise<void> {
    for (let next = this.#takeTurn(); next !== undefined; next = this.#takeTurn()) {
      this.#holder = next;
      next.stopIdleTimer();
      await this.#serve(next);
      if (!this.#engine.isInTransaction()) this.#holder = undefined;
      else next.startIdleTimer(limits.idleInTransactionMs);
    }
  }

  /** The holder if it has something to say, nobody if it has not, else whoever waits longest. */
  #takeTurn(): Connection | undefined {
    const index = this.#holder === undefined ? 0 : this.#waiting.indexOf(this.#holder);
    return index === -1 ? undefined : this.#waiting.splice(index, 1)[0];
  }

  async #serve(connection: Connection): Promise<void> {
    try {
      while (!connection.isGone && connection.hasRequest()) {
        for (const message of connection.nextRequest()) await this.#execute(message, connection);
        // others may have been waiting; inside a transaction the turn stays anyway
        if (!this.#engine.isInTransaction()) break;
      }
    } catch {
      // the connection's fault or the engine's: its client sees the connection end, and nothing half-done stays
      connection.socket.destroy();
      connection.isGone = true;
    }
    if (connection.isGone && this.#engine.isInTransaction()) await this.#engine.exec('rollback');
    else this.#queueAgain(connection);
  }

  #queueAgain(connection: Connection): void {
    if (connection.hasRequest() && !this.#waiting.includes(connection)) this.#waiting.push(connection);
  }

  async #execute(message: ClientMessage, connection: Connection): Promise<void> {
    switch (message.kind) {
      case 'encryption':
        connection.socket.write('N');
        return;
      case 'cancel':
        // no signals reach WASM; the protocol expects no answer
        connection.socket.end();
        return;
      case 'terminate':
        connection.socket.end();
        return;
      case 'startup':
      case 'query':
        await this.#engine.execProtocolRawStream(message.bytes, {
          // a copy: what is passed is a view of memory that the engine will write over
          onRawData: (bytes) => void connection.socket.write(Buffer.from(bytes)),
        });
    }
  }
}

class Connection {
  readonly socket: Socket;
  isGone = false;
  readonly #reader = new MessageReader();
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(socket: Socket) {
    this.socket = socket;
  }

  receive(bytes: Buffer): void {
    try {
      this.#reader.push(bytes);
    } catch {
      this.socket.destroy();
    }
  }

  hasRequest(): boolean {
    return !this.isGone && this.#reader.hasRequest;
  }

  nextRequest(): ClientMessage[] {
    return this.#reader.takeRequest();
  }

  /** PGlite has no idle_in_transaction_session_timeout: a client that went to sleep would hold everybody else up. */
  startIdleTimer(milliseconds: number): void {
    this.#idleTimer = setTimeout(() => this.socket.destroy(), milliseconds).unref();
  }

  stopIdleTimer(): void {
    clearTimeout(this.#idleTimer);
  }
}
