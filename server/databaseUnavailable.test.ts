import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { connectPostgis } from './database.ts';
import { DatabaseUnavailable } from './errors.ts';

/** A port on which nobody listens: just given back. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

test('a DATABASE_URL that does not answer is named, without its password, with the way out', async () => {
  const port = await freePort();
  const failure = await connectPostgis(`postgres://grid:secret@127.0.0.1:${port}/grids`).catch(
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(DatabaseUnavailable);
  const { message } = failure as Error;
  expect(message).toContain('ECONNREFUSED');
  expect(message).toContain(`DATABASE_URL=postgres://grid:***@127.0.0.1:${port}/grids`);
  expect(message).toContain('Leave DATABASE_URL out to use the built-in database');
});
