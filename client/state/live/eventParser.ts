// Server-sent events out of the pieces in which they arrive (WHATWG HTML 9.2.6): lines end in CR, LF or both, an empty line
// ends an event, and a line that begins with a colon is only a sign of life.

export interface ServerEvent {
  event: string;
  data: string;
  /** The last one that was named, by this event or by one before it; empty: none was. */
  id: string;
}

export class EventParser {
  /** What the server wants to be waited for before the stream is opened again; undefined: it said nothing. */
  retryMs: number | undefined;
  #rest = '';
  #isFirst = true;
  #id = '';
  #event = '';
  #data: string[] = [];

  /** The events that the piece completes, in order. */
  push(piece: string): ServerEvent[] {
    this.#rest += this.#isFirst ? piece.replace(/^\uFEFF/, '') : piece;
    if (piece !== '') this.#isFirst = false;
    const events: ServerEvent[] = [];
    for (;;) {
      const end = this.#rest.search(/[\r\n]/);
      if (end === -1) break;
      // whether a line feed belongs to this carriage return is known with the next piece
      if (this.#rest[end] === '\r' && end === this.#rest.length - 1) break;
      const line = this.#rest.slice(0, end);
      this.#rest = this.#rest.slice(end + (this.#rest.startsWith('\r\n', end) ? 2 : 1));
      const complete = this.#read(line);
      if (complete !== undefined) events.push(complete);
    }
    return events;
  }

  #read(line: string): ServerEvent | undefined {
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.#event = value;
    else if (field === 'data') this.#data.push(value);
    else if (field === 'id' && !value.includes('\0')) this.#id = value;
    else if (field === 'retry' && /^[0-9]+$/.test(value)) this.retryMs = Number(value);
    return undefined;
  }

  /** An event without data is none, but its id counts. */
  #dispatch(): ServerEvent | undefined {
    const [event, data] = [this.#event || 'message', this.#data];
    this.#event = '';
    this.#data = [];
    return data.length === 0 ? undefined : { event, data: data.join('\n'), id: this.#id };
  }
}
