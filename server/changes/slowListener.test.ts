import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import sql from 'sql-template-tag';
import { expect, test } from 'vitest';
import { everything } from '../access/scope.ts';
import { Snapshots } from '../snapshot/snapshots.ts';
import { testDatabase } from '../testing/database.ts';
import { createEmptyRegion } from '../testing/regions.ts';
import { streamChanges } from './eventStream.ts';
import { ChangeFeed } from './feed.ts';

const database = await testDatabase();

test('a listener that reads nothing is dropped, and never more than a page waits for it', async () => {
  const { regionId, code } = await createEmptyRegion(database);
  // 20 MB: more than any socket takes for somebody who does not read
  await database.query(sql`
    insert into change (region_id, sequence, kind, actor, detail)
    select ${regionId}::int, n + 1, 'test', 'test', jsonb_build_object('text', repeat('x', 2000))
    from generate_series(1, 10000) as n`);
  await database.query(sql`update region_state set change_sequence = 10001 where region_id = ${regionId}`);
  const snapshots = new Snapshots(database);
  const feed = new ChangeFeed(database, snapshots);
  const stop = await feed.listen();

  let largest = 0;
  const server = createServer((_, out: ServerResponse) => {
    const write = out.write.bind(out) as (chunk: string) => boolean;
    out.write = ((chunk: string) => {
      const isTaken = write(chunk);
      largest = Math.max(largest, out.writableLength);
      return isTaken;
    }) as typeof out.write;
    const listener = { scope: everything, region: code, positions: new Map([[code, 0]]) };
    streamChanges(feed, out, listener, 100).then(() => server.emit('dropped', out));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.pause();
  client.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const [out] = (await once(server, 'dropped')) as [ServerResponse];
  expect(out.destroyed).toBe(true);
  expect(largest).toBeGreaterThan(0);
  expect(largest).toBeLessThan(5_000_000);

  client.destroy();
  server.close();
  stop();
  feed.close();
  await snapshots.close();
});
