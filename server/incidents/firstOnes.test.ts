import { expect, test } from 'vitest';
import { FirstOnes, type Position } from './firstOnes.ts';

/** Repeats ranks and keys, so that ties are many; the same every time. */
function positions(count: number): Position[] {
  let seed = 1;
  const next = (below: number) => {
    seed = (seed * 48271) % 2147483647;
    return seed % below;
  };
  return Array.from({ length: count }, (_, id) => ({ rank: next(2), key: next(300) - 150, id }));
}

function inOrder(all: readonly Position[]): Position[] {
  return [...all].sort((a, b) => a.rank - b.rank || a.key - b.key || a.id - b.id);
}

const shuffled = positions(5_000);

test.each<[string, Position[]]>([
  ['without order', shuffled],
  ['in their order', inOrder(shuffled)],
  ['in the opposite order', inOrder(shuffled).reverse()],
])('offered %s, the first are those of the whole in order', (_, offered) => {
  for (const count of [1, 7, 100, 4_999, 6_000]) {
    const first = new FirstOnes(count);
    for (const { rank, key, id } of offered) {
      if (first.accepts(rank, key)) first.offer(rank, key, id);
    }
    expect(first.take()).toEqual(inOrder(shuffled).slice(0, count));
  }
});

test('what comes no later than the last one seen is left out', () => {
  const whole = inOrder(shuffled);
  for (const seen of [0, 1_234, 4_998, 4_999]) {
    const first = new FirstOnes(50, whole[seen]);
    for (const { rank, key, id } of shuffled) first.offer(rank, key, id);
    expect(first.take()).toEqual(whole.slice(seen + 1, seen + 51));
  }
});
