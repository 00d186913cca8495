/** Runs `work` unless it is running for this key already; then the answer is shared. */
export function singleFlight<Key, T>(
  running: Map<Key, Promise<T>>,
  key: Key,
  work: () => Promise<T>,
): Promise<T> {
  let flight = running.get(key);
  if (!flight) {
    flight = work().finally(() => running.delete(key));
    running.set(key, flight);
  }
  return flight;
}
