import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answersOf } from './lineStream.ts';

async function read(pieces: readonly string[]): Promise<unknown[]> {
  const stream = new ReadableStream<string>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
  const all: unknown[] = [];
  for await (const answers of answersOf(stream)) all.push(...answers);
  return all;
}

test('wherever the answer is cut into pieces, every line is read once and in order', async () => {
  const lines = Array.from({ length: 1200 }, (_, row) => ({ row, name: row % 7 === 0 ? '码头 "北"' : '' }));
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  expect(await read([text])).toEqual(lines);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(text.length), { maxLength: 20 }), async (cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), text.length];
      expect(await read(at.slice(1).map((end, index) => text.slice(at[index], end)))).toEqual(lines);
    }),
    { numRuns: 30 },
  );
});

test('a last line without an end counts, and no answer is none', async () => {
  expect(await read(['{"row":1}\n{"row"', ':2}'])).toEqual([{ row: 1 }, { row: 2 }]);
  expect(await read([])).toEqual([]);
});
