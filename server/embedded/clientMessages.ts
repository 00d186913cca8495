// Cuts the bytes that a PostgreSQL client sends into messages, and the messages into requests: a request is what must
// reach the session in one piece, up to Sync, Flush or a simple query (PostgreSQL documentation, chapter "Message Formats").

export interface ClientMessage {
  kind: 'startup' | 'encryption' | 'cancel' | 'terminate' | 'query';
  bytes: Uint8Array;
}

const encryptionCodes: ReadonlySet<number> = new Set([80877103, 80877104]); // SSLRequest, GSSENCRequest
const cancelCode = 80877102;
/** Query, Sync, Flush, FunctionCall, CopyDone, CopyFail: after these the client waits for an answer. */
const requestEnds: ReadonlySet<string> = new Set(['Q', 'S', 'H', 'F', 'c', 'f']);
/** PostgreSQL's own limit for a message. */
const longestMessage = 0x3fffffff;

export class MessageReader {
  #pieces: Buffer[] = [];
  #length = 0;
  #isStarted = false;
  #open: ClientMessage[] = [];
  readonly #requests: ClientMessage[][] = [];

  get hasRequest(): boolean {
    return this.#requests.length > 0;
  }

  takeRequest(): ClientMessage[] {
    return this.#requests.shift() ?? [];
  }

  /** @throws RangeError when a length cannot be one: these are not the bytes of a PostgreSQL client */
  push(bytes: Buffer): void {
    this.#pieces.push(bytes);
    this.#length += bytes.length;
    for (let message = this.#next(); message !== undefined; message = this.#next()) this.#add(message);
  }

  #add(message: { type: string; bytes: Buffer }): void {
    const kind = this.#kindOf(message);
    this.#open.push({ kind, bytes: message.bytes });
    if (kind === 'query' && !requestEnds.has(message.type)) return;
    if (kind === 'startup') this.#isStarted = true;
    this.#requests.push(this.#open);
    this.#open = [];
  }

  #kindOf({ type, bytes }: { type: string; bytes: Buffer }): ClientMessage['kind'] {
    if (this.#isStarted) return type === 'X' ? 'terminate' : 'query';
    const code = bytes.readInt32BE(4);
    if (encryptionCodes.has(code)) return 'encryption';
    return code === cancelCode ? 'cancel' : 'startup';
  }

  /** The next whole message; a startup packet has no type byte before its length. */
  #next(): { type: string; bytes: Buffer } | undefined {
    const typeBytes = this.#isStarted ? 1 : 0;
    if (this.#length < typeBytes + 4) return undefined;
    const head = this.#peek(typeBytes + 4);
    const length = head.readInt32BE(typeBytes);
    if (length < (this.#isStarted ? 4 : 8) || length > longestMessage)
      throw new RangeError(`message of ${length} bytes`);
    if (this.#length < typeBytes + length) return undefined;
    const bytes = this.#take(typeBytes + length);
    return { type: String.fromCharCode(bytes[0] ?? 0), bytes };
  }

  #peek(count: number): Buffer {
    const first = this.#pieces[0];
    if (first !== undefined && first.length >= count) return first;
    return this.#join();
  }

  #take(count: number): Buffer {
    const all = this.#join();
    this.#length -= count;
    this.#pieces = this.#length === 0 ? [] : [all.subarray(count)];
    return all.subarray(0, count);
  }

  /** Joined only when a whole message is there, so a large one that comes in pieces is copied once. */
  #join(): Buffer {
    const all = this.#pieces.length === 1 ? (this.#pieces[0] as Buffer) : Buffer.concat(this.#pieces);
    this.#pieces = [all];
    return all;
  }
}
