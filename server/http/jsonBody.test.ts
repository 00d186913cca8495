import { expect, test } from 'vitest';
import { isDeeperThan } from './jsonBody.ts';

test('levels are counted by open brackets and braces', () => {
  expect(isDeeperThan('[{"a":[1]}]', 3)).toBe(false);
  expect(isDeeperThan('[{"a":[1]}]', 2)).toBe(true);
});

test('siblings do not add up', () => {
  expect(isDeeperThan(`[${'[],{},'.repeat(1000)}0]`, 2)).toBe(false);
});

test('brackets in text are no levels, also behind an escaped quote', () => {
  expect(isDeeperThan(String.raw`["[[[[\"[[[[", "\\", [1]]`, 2)).toBe(false);
  expect(isDeeperThan(String.raw`["\\", [[1]]]`, 2)).toBe(true);
});
