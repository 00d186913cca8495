// What may be wanted later is fetched when the first map stands and the page has nothing else to do.

/** Also where no map is ever drawn: without a region, without WebGL. */
const latestMs = 10_000;

let drawn: () => void = () => {};
const firstMap = new Promise<void>((resolve) => {
  drawn = resolve;
});

export function firstMapIsDrawn(): void {
  drawn();
}

/** What fails is asked for again when it is wanted. */
export function whenIdle(load: () => Promise<unknown>): () => void {
  let isWanted = true;
  const start = () => {
    if (isWanted) void load().catch(() => {});
  };
  const timer = setTimeout(drawn, latestMs);
  // Safari has no idle callbacks
  void firstMap.then(() =>
    'requestIdleCallback' in window
      ? requestIdleCallback(start, { timeout: latestMs })
      : setTimeout(start, 1_000),
  );
  return () => {
    isWanted = false;
    clearTimeout(timer);
  };
}
