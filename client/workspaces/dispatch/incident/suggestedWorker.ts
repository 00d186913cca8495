/** Of the grid's workers the one with the fewest open incidents, the lowest number where several have as few; undefined: none works there. */
export function suggestedWorker(
  workers: readonly number[],
  inHand: ReadonlyMap<number, number> | undefined,
): number | undefined {
  const load = (worker: number) => inHand?.get(worker) ?? 0;
  return [...workers].sort((a, b) => load(a) - load(b) || a - b)[0];
}
