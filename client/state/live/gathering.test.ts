import { beforeEach, expect, test, vi } from 'vitest';
import { Gathering } from './gathering.ts';

let renewals: number[];
let isBusy: boolean;
let gathering: Gathering;

beforeEach(() => {
  vi.useFakeTimers();
  renewals = [];
  isBusy = false;
  const start = Date.now();
  gathering = new Gathering({
    after: (milliseconds, callback) => {
      const timer = setTimeout(callback, milliseconds);
      return () => clearTimeout(timer);
    },
    now: () => Date.now(),
    isBusy: () => isBusy,
    renew: () => renewals.push(Date.now() - start),
  });
  return () => vi.useRealTimers();
});

test('a single event is shown at once', () => {
  gathering.add();
  expect(renewals).toEqual([0]);
  vi.advanceTimersByTime(60_000);
  expect(renewals).toEqual([0]);
});

test('a burst of a hundred events a second is shown twice a second, the last of them too', () => {
  for (let event = 0; event < 100; event++) {
    gathering.add();
    vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(1_000);
  expect(renewals).toEqual([0, 500, 1000]);
});

test('answers on their way are waited for, but not for ever', () => {
  gathering.add();
  isBusy = true;
  gathering.add();
  vi.advanceTimersByTime(2_000);
  expect(renewals).toEqual([0]);
  vi.advanceTimersByTime(10_000);
  expect(renewals).toEqual([0, 5_000]);
  gathering.add();
  vi.advanceTimersByTime(1_000);
  isBusy = false;
  vi.advanceTimersByTime(1_000);
  expect(renewals).toHaveLength(3);
});

test('nothing is renewed after the end', () => {
  gathering.add();
  gathering.add();
  gathering.stop();
  vi.advanceTimersByTime(60_000);
  expect(renewals).toEqual([0]);
});
