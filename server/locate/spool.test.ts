import { expect, test } from 'vitest';
import { Spool } from './spool.ts';

const limits = { memoryBytes: 1_000, fileBytes: 1_000_000 };

/** A text by which every place in the stream is known. */
function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${index}\n`.repeat(20));
}

async function all(spool: Spool): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of spool) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

test('what is written before anybody reads comes out whole and in order', async () => {
  const spool = new Spool(limits);
  const texts = numbered(3_000);
  for (const text of texts) await spool.write(Buffer.from(text));
  spool.finish();
  expect(await all(spool)).toBe(texts.join(''));
});

test('what is read while it is written comes out whole and in order, also when the file has to be used again', async () => {
  const spool = new Spool({ memoryBytes: 100, fileBytes: 1_000 });
  const texts = numbered(3_000);
  const read = all(spool);
  for (const text of texts) await spool.write(Buffer.from(text));
  spool.finish();
  expect(await read).toBe(texts.join(''));
});

test('with a full file the writer waits until somebody reads', async () => {
  const spool = new Spool({ memoryBytes: 100, fileBytes: 200 });
  const texts = numbered(100);
  let written = 0;
  const writing = (async () => {
    for (const text of texts) {
      await spool.write(Buffer.from(text));
      written += 1;
    }
    spool.finish();
  })();
  // that somebody waits shows only in time: a writer that did not would be done in some 5 ms, and a slow machine can make this
  // test weaker, never red
  await Promise.race([writing, new Promise((resolve) => setTimeout(resolve, 50))]);
  expect(written).toBeLessThan(texts.length);
  expect(await all(spool)).toBe(texts.join(''));
  await writing;
});

test('a writer that waits goes on, to no purpose, when the reader has gone', async () => {
  const spool = new Spool({ memoryBytes: 100, fileBytes: 200 });
  const writing = (async () => {
    for (const text of numbered(100)) await spool.write(Buffer.from(text));
  })();
  spool.destroy();
  await writing;
  expect(spool.destroyed).toBe(true);
});
