// Newline-delimited JSON both ways: a long list is answered piece by piece, and no piece holds the page.
import { ApiError, problemOf } from './api.ts';

/** Yields the answers in the order of the rows, as many at a time as have arrived. @throws ApiError */
export async function* postLines<Answer>(
  url: string,
  rows: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<Answer[], void> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', accept: 'application/x-ndjson' },
      body: `${rows.join('\n')}\n`,
      signal,
    });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new ApiError(0, 'No connection', '', { cause: error });
  }
  if (!response.ok) throw await problemOf(response);
  yield* answersOf<Answer>(response.body!.pipeThrough(new TextDecoderStream()));
}

/** A piece ends anywhere: what follows its last line end belongs to the next one. */
export async function* answersOf<Answer>(pieces: ReadableStream<string>): AsyncGenerator<Answer[], void> {
  const reader = pieces.getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      const lines = (rest + (value ?? '')).split('\n');
      rest = done ? '' : lines.pop()!;
      for (let from = 0; from < lines.length; from += linesAtOnce) {
        const answers = lines.slice(from, from + linesAtOnce).filter((line) => line !== '');
        if (answers.length > 0) yield answers.map((line) => JSON.parse(line) as Answer);
      }
      if (done) return;
    }
  } finally {
    await reader.cancel();
  }
}

/** Some 5 ms. */
const linesAtOnce = 500;
