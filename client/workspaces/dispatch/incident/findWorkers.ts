// The workers of a region, as its grids name them. Pure.

const most = 6;

/** Worker → codes of the grids that they work. */
export function gridsByWorker(
  grids: readonly { code: string; workers: readonly number[] }[],
): Map<number, string[]> {
  const found = new Map<number, string[]>();
  for (const { code, workers } of grids) {
    for (const worker of workers) found.set(worker, [...(found.get(worker) ?? []), code]);
  }
  return found;
}

/** The first few whose number begins with what is typed; the number itself before longer ones. */
export function findWorkers(grids: ReadonlyMap<number, unknown>, text: string): number[] {
  const typed = text.trim();
  return [...grids.keys()]
    .filter((worker) => String(worker).startsWith(typed))
    .sort((a, b) => a - b)
    .slice(0, most);
}
