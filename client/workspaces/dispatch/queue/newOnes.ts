// Which incidents of a list were not known before. Pure.

export interface Known {
  ids: ReadonlySet<string>;
  /** When each of the new ones was seen first, in milliseconds. */
  arrived: ReadonlyMap<string, number>;
}

const freshMs = 60_000;

/** The first list is what was there: nothing of it is new. An incident reported long ago that enters a list is not new either. */
export function withList(
  known: Known | undefined,
  list: readonly { id: string; reportedAt: string }[],
  now: number,
): Known {
  if (known === undefined) return { ids: new Set(list.map(({ id }) => id)), arrived: new Map() };
  const fresh = list.filter(
    ({ id, reportedAt }) => !known.ids.has(id) && now - Date.parse(reportedAt) < 10 * freshMs,
  );
  return {
    ids: new Set([...known.ids, ...list.map(({ id }) => id)]),
    arrived: new Map([
      ...[...known.arrived].filter(([, at]) => now - at < freshMs),
      ...fresh.map(({ id }): [string, number] => [id, now]),
    ]),
  };
}

/** Those of the last minute. */
export function newOnes(known: Known | undefined, now: number): string[] {
  return [...(known?.arrived ?? [])].filter(([, at]) => now - at < freshMs).map(([id]) => id);
}
