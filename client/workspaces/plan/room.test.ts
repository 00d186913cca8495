import { expect, test } from 'vitest';
import { en, zhCN } from '../../messages/complete.ts';
import { roomInWords } from './room.ts';

test.each([
  [103, '17 below the upper limit'],
  [119.7, '0.3 below the upper limit'],
  [120, 'at the upper limit'],
  [138, '18 above the upper limit'],
  [null, 'no worker'],
])('a grid with index %s: %s', (index, words) => {
  expect(roomInWords(index, en)).toBe(words);
});

test('the room is told in Chinese too', () => {
  expect(roomInWords(103, zhCN)).toBe('距上限还有 17');
});
