import { expect, test } from 'vitest';
import { newIncidentBody, newReference } from './newIncidentBody.ts';

const parts = {
  region: '370215',
  reference: 'D-1',
  place: { lon: 120.45, lat: 36.38, accuracyM: 20 },
  fields: {
    category: 'water',
    severity: 4,
    description: ' Burst main ',
    address: '',
    reporter: '',
    phone: ' ',
  },
  pin: null,
  worker: undefined,
};

test('what was not typed is not sent, and what was is trimmed', () => {
  expect(newIncidentBody(parts)).toEqual({
    region: '370215',
    source: 'dispatch',
    reference: 'D-1',
    lon: 120.45,
    lat: 36.38,
    accuracyM: 20,
    category: 'water',
    severity: 4,
    description: 'Burst main',
  });
});

test('with a worker it is dispatched in the same write', () => {
  expect(newIncidentBody({ ...parts, worker: 12 })).toMatchObject({ worker: 12, status: 'dispatched' });
});

test('a choice between two grids goes with it', () => {
  const pin = { grid: '370215003003003', reason: 'Said by the caller' };
  expect(newIncidentBody({ ...parts, pin })).toMatchObject({ pin });
});

test('a reference says when it was made, and is another one each time', () => {
  expect(newReference(new Date('2026-11-24T06:36:05.123Z'), 'k3x9q2')).toBe('D-20261124-063605-k3x9q2');
});
