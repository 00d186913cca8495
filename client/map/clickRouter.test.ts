import { describe, expect, test, vi } from 'vitest';
import { routeClick } from './clickRouter.ts';

const feature = { properties: {}, lon: 120, lat: 36 };

describe('a click', () => {
  test('reaches only the first handler that finds something', () => {
    const [points, grids, map] = [vi.fn(), vi.fn(), vi.fn()];
    routeClick(
      [
        { layers: ['points'], click: points },
        { layers: ['grids'], click: grids },
      ],
      () => feature,
      map,
    );
    expect([points, grids, map].map((handler) => handler.mock.calls.length)).toEqual([1, 0, 0]);
  });

  test('beside everything reaches the map', () => {
    const [points, map] = [vi.fn(), vi.fn()];
    routeClick([{ layers: ['points'], click: points }], () => undefined, map);
    expect(points).not.toHaveBeenCalled();
    expect(map).toHaveBeenCalledOnce();
  });
});
