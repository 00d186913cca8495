// How PostgreSQL's values arrive in JavaScript: no Date anywhere (it has no infinity and only milliseconds), bigint as
// text (feature ids are strings in JSON), numeric as a number.
import pg from 'pg';

const oid = { date: 1082, timestamp: 1114, timestamptz: 1184, numeric: 1700, int8: 20 } as const;
const arrayOid = {
  text: 1009,
  date: 1182,
  timestamp: 1115,
  timestamptz: 1185,
  numeric: 1231,
  int8: 1016,
} as const;

// the types of `pg` know the numbers of scalar types only
const readTextArray = pg.types.getTypeParser(arrayOid.text as number) as (text: string) => (string | null)[];

const readers = new Map<number, (text: string) => unknown>([
  [oid.int8, (text) => text],
  [oid.numeric, Number],
  [oid.date, (text) => text],
  [oid.timestamp, (text) => text],
  [oid.timestamptz, readInstant],
  [arrayOid.int8, readTextArray],
  [arrayOid.numeric, (text) => readTextArray(text).map((item) => (item === null ? null : Number(item)))],
  [arrayOid.date, readTextArray],
  [arrayOid.timestamp, readTextArray],
  [
    arrayOid.timestamptz,
    (text) => readTextArray(text).map((item) => (item === null ? null : readInstant(item))),
  ],
]);

/** For `pg`'s `types` option. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: ((id: number, format?: 'text' | 'binary') =>
    (format !== 'binary' ? readers.get(id) : undefined) ??
    pg.types.getTypeParser(id, format as 'text')) as typeof pg.types.getTypeParser,
};

/**
 * A `timestamptz` as PostgreSQL prints it in a session whose zone is UTC, `2026-11-23 08:00:00.5+00`, in RFC 3339:
 * `2026-11-23T08:00:00.5Z`. `infinity` and `-infinity` stay as they are.
 */
export function readInstant(text: string): string {
  const found = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)\+00$/.exec(text);
  return found ? `${found[1]}T${found[2]}Z` : text;
}
