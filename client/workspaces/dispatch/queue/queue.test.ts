import { describe, expect, test } from 'vitest';
import { en, zhCN } from '../../../messages/complete.ts';
import { noFilters } from '../../../state/dispatchView.ts';
import { gridByEnding } from './gridByEnding.ts';
import { holdRows } from './heldRows.ts';
import { newOnes, withList } from './newOnes.ts';
import { nextInList } from './nextInList.ts';
import { queueQuery } from './queueQuery.ts';
import { inLanguage, titleOf, whenOf } from './rowWords.ts';

const rows = (...ids: string[]) => ids.map((id) => ({ id }));
const idsOf = (list: readonly { id: string }[]) => list.map(({ id }) => id).join('');

describe('a list that is held', () => {
  test('keeps its rows in place, and counts what waits', () => {
    const held = holdRows(rows('a', 'b', 'c'), rows('x', 'a', 'y', 'b', 'c'), true);
    expect(idsOf(held.rows)).toBe('abc');
    expect(held.waiting).toBe(2);
  });

  test('keeps a row that left the list, and shows the newest state of the others', () => {
    const fresh = [{ id: 'a', status: 'closed' }];
    const standing = [
      { id: 'a', status: 'checked' },
      { id: 'b', status: 'received' },
    ];
    expect(holdRows(standing, fresh, true).rows).toEqual([fresh[0], standing[1]]);
  });

  test('grows at its end', () => {
    const held = holdRows(rows('a', 'b'), rows('a', 'b', 'c', 'd'), true);
    expect(idsOf(held.rows)).toBe('abcd');
    expect(held.waiting).toBe(0);
  });

  test('takes the fresh rows when it is let go', () => {
    expect(idsOf(holdRows(rows('a', 'b'), rows('x', 'a'), false).rows)).toBe('xa');
  });
});

describe('new incidents', () => {
  const now = Date.parse('2026-11-24T06:36:00Z');
  const at = (id: string, minutesAgo: number) => ({
    id,
    reportedAt: new Date(now - minutesAgo * 60_000).toISOString(),
  });

  test('are those that the first list did not have, for a minute', () => {
    const first = withList(undefined, [at('a', 1)], now);
    const second = withList(first, [at('b', 0), at('a', 1)], now);
    expect(newOnes(first, now)).toEqual([]);
    expect(newOnes(second, now)).toEqual(['b']);
    expect(newOnes(second, now + 59_000)).toEqual(['b']);
    expect(newOnes(second, now + 60_000)).toEqual([]);
  });

  test('are not those of last week that come back into the list', () => {
    const first = withList(undefined, [at('a', 1)], now);
    expect(newOnes(withList(first, [at('a', 1), at('old', 7 * 24 * 60)], now), now)).toEqual([]);
  });
});

describe('what is asked for', () => {
  const asked = (part: Partial<Parameters<typeof queueQuery>[0]>) =>
    queueQuery({ list: 'open', unassignedFirst: false, filters: noFilters, ...part }, '2026-11-24');

  test('the open ones, newest first', () => {
    expect(asked({})).toMatchObject({ state: 'open', order: 'newest' });
  });

  test('of today the closed ones, too', () => {
    expect(asked({ list: 'today' })).toMatchObject({ state: 'all', from: '2026-11-24' });
  });

  test('a filter by state means that state, closed or not', () => {
    expect(asked({ filters: { ...noFilters, statuses: ['closed'] } })).toMatchObject({
      state: 'all',
      status: 'closed',
    });
  });

  test('several values have commas between; what is not filtered by is left out', () => {
    const query = asked({ filters: { ...noFilters, categories: ['water', 'fire'], severities: [3, 4] } });
    expect(query).toMatchObject({ category: 'water,fire', severity: '3,4' });
    expect([query.worker, query.grid, query.unassigned]).toEqual([undefined, undefined, undefined]);
  });

  test('those in no grid first, where it is asked for', () => {
    expect(asked({ unassignedFirst: true })).toMatchObject({ order: 'unassignedFirst' });
  });
});

describe('the words of a row', () => {
  test('the first sentence of what was described is the title', () => {
    expect(titleOf({ description: 'Burst main. Water on the road.', category: 'water' }, en)).toBe(
      'Burst main',
    );
    expect(titleOf({ description: '水管爆裂。路面积水', category: 'water' }, zhCN)).toBe('水管爆裂');
  });

  test('without a description the category is', () => {
    expect(titleOf({ description: null, category: 'water' }, en)).toBe('Water and drains');
    expect(titleOf({ description: ' ', category: 'unheard_of' }, en)).toBe('unheard_of');
  });

  test('a long sentence is cut, and says so', () => {
    const title = titleOf({ description: 'a'.repeat(200), category: 'water' }, en);
    expect(title).toHaveLength(60);
    expect(title.endsWith('…')).toBe(true);
  });

  test('of a text in two languages the half of the screen is shown', () => {
    expect(inLanguage('金滩巷27号 / 27 Gold Beach Lane', en)).toBe('27 Gold Beach Lane');
    expect(inLanguage('金滩巷27号 / 27 Gold Beach Lane', zhCN)).toBe('金滩巷27号');
    expect(inLanguage('Building 3 / entrance 2', en)).toBe('Building 3 / entrance 2');
  });

  test('a report of the last hours has its time, an older one its day', () => {
    const now = Date.parse('2026-11-24T06:36:00Z');
    expect(whenOf('2026-11-24T06:31:00Z', now, 'Asia/Shanghai', en)).toBe('14:31');
    expect(whenOf('2026-11-21T22:00:00Z', now, 'Asia/Shanghai', en)).toBe('22 Nov');
    expect(whenOf('2026-11-21T22:00:00Z', now, 'Asia/Shanghai', zhCN)).toBe('11月22日');
  });
});

test('the next incident is the one below; none chosen, it is the first', () => {
  expect(nextInList(rows('a', 'b'), 'a', 1)).toBe('b');
  expect(nextInList(rows('a', 'b'), 'a', -1)).toBeUndefined();
  expect(nextInList(rows('a', 'b'), null, 1)).toBe('a');
  expect(nextInList([], null, 1)).toBeUndefined();
});

test('a grid is found by the end of its code, if there is one only', () => {
  const codes = ['370215003003002', '370215003003003', '370215004003003'];
  expect(gridByEnding(codes, '002')).toBe('370215003003002');
  expect(gridByEnding(codes, '003003')).toBeUndefined();
  expect(gridByEnding(codes, '370215004003003')).toBe('370215004003003');
});
