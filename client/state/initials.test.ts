import { expect, test } from 'vitest';
import { initialsOf } from './initials.ts';

test.each([
  ['Planner 2', 'P2'],
  ['maria del mar ruiz', 'MR'],
  ['Li', 'L'],
  ['王小明', '小明'],
  ['王 小明', '王小'],
  ['  ', ''],
  ['𝒜da', '𝒜'],
])('%j is shown as %j', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
