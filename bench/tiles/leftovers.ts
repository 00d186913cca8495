// What a peer still asks the database for after the one who wanted it has gone, so that it does not disturb what is measured next.
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';

/** Ends the queries of tiles that are still running, until none begins any more. */
export async function cancelTileQueries(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (let quiet = 0; quiet < 3; ) {
      const { rowCount } = await client.query(`
        select pg_cancel_backend(pid)
        from pg_stat_activity
        where datname = current_database() and state = 'active' and pid <> pg_backend_pid()
          and query ilike '%st_asmvt(%'`);
      quiet = rowCount === 0 ? quiet + 1 : 0;
      await setTimeout(30);
    }
  } finally {
    await client.end();
  }
}
