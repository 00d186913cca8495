// A list that changes by itself, and does not jump under the pointer. Pure.

export interface HeldRows<Row> {
  rows: readonly Row[];
  /** Of those that the fresh list has and `rows` does not, how many are new. */
  waiting: number;
}

/**
 * While the list is held, the rows that stand keep their place, each as its newest state says, and what is new waits; else the
 * fresh list stands. `newest` tells the newest state of a row that the fresh list no longer has.
 */
export function holdRows<Row extends { id: string }>(
  standing: readonly Row[],
  fresh: readonly Row[],
  isHeld: boolean,
): HeldRows<Row> {
  if (!isHeld || standing.length === 0) return { rows: fresh, waiting: 0 };
  const byId = new Map(fresh.map((row) => [row.id, row]));
  const stands = new Set(standing.map(({ id }) => id));
  const last = fresh.findLastIndex(({ id }) => stands.has(id));
  // what follows the last of them is another page, which pushes nothing away
  const after = fresh.slice(last + 1);
  const waiting = fresh.slice(0, last + 1).filter(({ id }) => !stands.has(id)).length;
  return {
    rows: [...standing.map((row) => byId.get(row.id) ?? row), ...(last === -1 ? [] : after)],
    waiting,
  };
}
