/** Fetches what may be wanted later, when the page has nothing else to do. What fails is asked for again when it is wanted. */
export function whenIdle(load: () => Promise<unknown>): () => void {
  const start = () => void load().catch(() => {});
  // Safari has no idle callbacks
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(start, 3_000);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(start, { timeout: 10_000 });
  return () => cancelIdleCallback(handle);
}
