import { describe, expect, test } from 'vitest';
import type { CrosswalkRow } from '../../../server/crosswalk/schemas.ts';
import { gridChanges } from './gridChanges.ts';

function row(from: string, to: string | null, areaShare: number, households = 0): CrosswalkRow {
  return { from, to, areaShare, areaM2: areaShare * 1000, householdShare: null, households };
}

describe('what became of the grids', () => {
  test('a grid that keeps all of its land and takes none is not among them', () => {
    expect(gridChanges([row('1', '1', 1, 40)])).toEqual([]);
  });

  test('an edge that moved changes both neighbours, also the one that keeps all it had', () => {
    expect(gridChanges([row('1', '1', 0.75, 30), row('1', '2', 0.25, 10), row('2', '2', 1, 50)])).toEqual([
      {
        code: '1',
        change: 'changed',
        keptShare: 0.75,
        gives: [{ to: '2', areaShare: 0.25, households: 10 }],
        takes: [],
      },
      {
        code: '2',
        change: 'changed',
        keptShare: 1,
        gives: [],
        takes: [{ from: '1', areaM2: 250, households: 10 }],
      },
    ]);
  });

  test('a grid that is split has a new one beside it, and one that is merged is retired', () => {
    const changes = gridChanges([
      row('1', '1', 0.6),
      row('1', '3', 0.4),
      row('2', '4', 1, 8),
      row('4', '4', 1),
    ]);
    expect(changes.map(({ code, change }) => [code, change])).toEqual([
      ['1', 'changed'],
      ['2', 'retired'],
      ['3', 'added'],
      ['4', 'changed'],
    ]);
  });

  test('land in no grid any more goes to none', () => {
    const [change] = gridChanges([row('1', '1', 0.9), row('1', null, 0.1, 2)]);
    expect(change?.gives).toEqual([{ to: null, areaShare: 0.1, households: 2 }]);
  });

  test('a sliver without a household is no change, with one it is', () => {
    expect(gridChanges([row('1', '1', 1), row('1', '2', 1e-8), row('2', '2', 1)])).toEqual([]);
    expect(gridChanges([row('1', '1', 1), row('1', '2', 1e-8, 1), row('2', '2', 1)])).toHaveLength(2);
  });

  test('who gave or took most stands first', () => {
    const [first] = gridChanges([row('1', '3', 0.2), row('1', '2', 0.7), row('1', '1', 0.1)]);
    expect(first?.gives.map(({ to }) => to)).toEqual(['2', '3']);
  });
});
