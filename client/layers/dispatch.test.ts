import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import { describe, expect, test } from 'vitest';
import { mapColours } from './colours.ts';
import type { DispatchInputs } from './dispatch.ts';
import { buildStyle } from './index.ts';
import type { MapInputs } from './inputs.ts';

const tiles = { tiles: ['http://127.0.0.1/tiles/x/{z}/{x}/{y}'] };
const disc = {
  id: '7',
  lon: 120.45,
  lat: 36.38,
  category: 'water',
  status: 'closed',
  isUnassigned: true,
  reported: 1,
};

function style(dispatch: Partial<DispatchInputs> | undefined) {
  const inputs: MapInputs = {
    basemap: null,
    theme: 'light',
    colours: mapColours.light,
    language: 'en',
    tiles: { areas: tiles, grids: tiles, incidents: tiles },
    origin: 'http://127.0.0.1',
    shown: new Set(),
    classification: { scale: 'balance', classes: [], withoutValue: 0 },
    gridLabels: [],
    plates: [],
    located: undefined,
    unassigned: [],
    defects: [],
    ...(dispatch === undefined ? {} : { dispatch: { incidents: [], showsBoundaries: true, ...dispatch } }),
  };
  return buildStyle(inputs);
}

const idsOf = (dispatch: Partial<DispatchInputs> | undefined) => style(dispatch).layers.map(({ id }) => id);

describe('the incidents of the queue', () => {
  test('are on the map only in Dispatch', () => {
    expect(idsOf(undefined)).not.toContain('dispatch-incidents');
    expect(idsOf({})).toContain('dispatch-incidents');
  });

  test('are a valid style', () => {
    expect(validateStyleMin(style({ incidents: [disc] }))).toEqual([]);
  });

  test('carry what a click and a tooltip need', () => {
    expect(style({ incidents: [disc] }).sources.dispatch).toMatchObject({
      data: { features: [{ properties: { id: '7', category: 'water', status: 'closed', reported: 1 } }] },
    });
  });

  test('have a diamond at the shoulder where they lie in no grid', () => {
    const mark = style({ incidents: [disc] }).layers.find(({ id }) => id === 'dispatch-unassigned');
    expect(mark).toMatchObject({
      filter: ['get', 'isUnassigned'],
      layout: { 'icon-image': 'light/diamond' },
    });
  });

  test('lie below the plates and the pin', () => {
    const ids = idsOf({});
    expect(ids.indexOf('dispatch-incidents')).toBeLessThan(ids.indexOf('location-point'));
    expect(ids.indexOf('dispatch-incidents')).toBeLessThan(ids.indexOf('plate-firstChoice'));
  });

  test('boundaries go away with their chip, and the chosen grid stays', () => {
    const ids = idsOf({ showsBoundaries: false });
    expect(ids).not.toContain('grid-limits');
    expect(ids).toContain('grid-selected');
  });
});
