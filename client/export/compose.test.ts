import { expect, test } from 'vitest';
import { breakLines } from './compose.ts';

const upTo = (length: number) => (line: string) => line.length <= length;

test('a sentence is broken at blanks, and loses nothing', () => {
  const text = 'Workload per worker, 100 = mean of the region.';
  const lines = breakLines(text, upTo(20));
  expect(lines).toEqual(['Workload per worker,', '100 = mean of the', 'region.']);
  expect(lines.join(' ')).toBe(text);
});

test('Chinese is broken between characters, never before its punctuation', () => {
  const lines = breakLines('每名网格员的工作量，100 为全区平均。', upTo(9));
  expect(lines).toEqual(['每名网格员的工作', '量，100 为全区', '平均。']);
});

test('a word that is too long stands alone', () => {
  expect(breakLines('a 370215003003003 b', upTo(5))).toEqual(['a', '370215003003003', 'b']);
});
