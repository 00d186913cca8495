// A listener to an event stream, as an outside client is: over HTTP, reading what the server writes.

export interface ReceivedEvent {
  id: string;
  event: string;
  data: Record<string, unknown>;
}

export interface Listening {
  response: Response;
  /** The next events, as many as asked for. */
  take(count: number): Promise<ReceivedEvent[]>;
  /** Everything up to the end of the stream. */
  rest(): Promise<ReceivedEvent[]>;
  leave(): void;
}

/** @throws when the answer is no event stream */
export async function listenTo(url: string, headers: Record<string, string> = {}): Promise<Listening> {
  const controller = new AbortController();
  const response = await fetch(url, { headers, signal: controller.signal });
  if (!response.ok || !response.body) {
    controller.abort();
    throw new Error(`${response.status} ${url}`);
  }
  const events = readEvents(response.body);
  const take = async (count: number) => {
    const taken: ReceivedEvent[] = [];
    while (taken.length < count) {
      const { value, done } = await events.next();
      if (done) throw new Error(`the stream ended after ${taken.length} of ${count} events`);
      taken.push(value);
    }
    return taken;
  };
  const rest = async () => {
    const all: ReceivedEvent[] = [];
    for await (const event of events) all.push(event);
    return all;
  };
  return { response, take, rest, leave: () => controller.abort() };
}

async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ReceivedEvent> {
  let text = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const fields = new Map(text.slice(0, end).split('\n').map(fieldOf));
      text = text.slice(end + 2);
      if (!fields.has('event')) continue; // a comment
      yield {
        id: fields.get('id') ?? '',
        event: fields.get('event')!,
        data: JSON.parse(fields.get('data') ?? '{}') as Record<string, unknown>,
      };
    }
  }
}

function fieldOf(line: string): [string, string] {
  const colon = line.indexOf(': ');
  return [line.slice(0, colon), line.slice(colon + 2)];
}
