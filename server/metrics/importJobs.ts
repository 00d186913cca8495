import sql from 'sql-template-tag';
import type { Database } from '../database.ts';
import { limits } from '../limits.ts';

export type ImportJobs = () => Promise<[kind: string, count: number][]>;

/**
 * Imports under way, by kind; none when the database does not say so in time. It is asked by one at a time: the built-in one
 * answers nobody while an import moves its rows in.
 */
export function importJobs(database: Database): ImportJobs {
  let asking: Promise<[string, number][]> | undefined;
  const ask = async (): Promise<[string, number][]> => {
    const { rows } = await database.reader().query<{ kind: string; count: number }>(sql`
      select kind, count(*)::int as count from import_job where finished_at is null group by kind`);
    return rows.map(({ kind, count }) => [kind, count]);
  };
  return async () => {
    asking ??= ask()
      .catch(() => [] as [string, number][])
      .finally(() => {
        asking = undefined;
      });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<[string, number][]>((resolve) => {
      timer = setTimeout(() => resolve([]), limits.metricsMs);
    });
    return Promise.race([asking, late]).finally(() => clearTimeout(timer));
  };
}
