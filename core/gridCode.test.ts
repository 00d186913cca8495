import { expect, test } from 'vitest';
import { compareCodes, DEFAULT_CODE_PATTERN, nextFreeCode, parentsOf, parseCodePattern } from './gridCode.ts';

const pattern = parseCodePattern(DEFAULT_CODE_PATTERN);

test('the parents of a code are its prefixes', () => {
  expect(parentsOf('370102013006008', pattern)).toEqual({ street: '370102013', community: '370102013006' });
});

test('a code of another form has no parents', () => {
  expect(parentsOf('37010201300600', pattern)).toBeUndefined();
});

test('the next free code skips codes that were ever taken', () => {
  const taken = new Set(['370102013006001', '370102013006002', '370102013006004']);
  expect(nextFreeCode('370102013006', taken, pattern)).toBe('370102013006003');
});

test('a community whose sequences are used up has no free code', () => {
  const taken = new Set(
    Array.from({ length: 999 }, (_, i) => `370102013006${String(i + 1).padStart(3, '0')}`),
  );
  expect(() => nextFreeCode('370102013006', taken, pattern)).toThrow('no free grid code left');
});

test('a pattern that does not span the whole code is refused', () => {
  expect(() => parseCodePattern('\\d{15}')).toThrow('begin the pattern with ^');
});

test('codes are ordered by code unit', () => {
  expect(['b', 'a', 'B', '10', '9'].sort(compareCodes)).toEqual(['10', '9', 'B', 'a', 'b']);
});
