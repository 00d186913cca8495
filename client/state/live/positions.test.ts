import { expect, test } from 'vitest';
import type { Region } from '../../../server/regions/schemas.ts';
import { changesRegionItself, isBehind, movedOn, parsePositions } from './positions.ts';

const region: Region = {
  code: '370215',
  name: '演示区',
  nameEn: 'Demo district',
  timeZone: 'Asia/Shanghai',
  isDemo: true,
  boundaryVersion: 1,
  effectiveFrom: null,
  changeSequence: '17',
  bbox: null,
};

test('the id of an event says how far each region is', () => {
  expect(parsePositions('370215:18,370216:4')).toEqual(
    new Map([
      ['370215', 18],
      ['370216', 4],
    ]),
  );
});

test.each(['', '18', '370215:', '370215:18,', '370215:x'])('%j names no position', (id) => {
  expect(parsePositions(id).size).toBe(0);
});

test('an answer that is older than the stream is moved on, and a newer one stays', () => {
  expect(movedOn([region], parsePositions('370215:18'))).toEqual([{ ...region, changeSequence: '18' }]);
  expect(movedOn([region], parsePositions('370215:9'))).toEqual([region]);
  expect(movedOn([region], parsePositions('370216:99'))).toEqual([region]);
  expect(isBehind([region], parsePositions('370215:17'))).toBe(false);
  expect(isBehind([region], parsePositions('370215:100'))).toBe(true);
});

test('a change of a household leaves boundaries as they are, an import may not', () => {
  expect(['household', 'incident', 'worker'].some(changesRegionItself)).toBe(false);
  expect(['grid', 'import', 'publication', 'region', ''].every(changesRegionItself)).toBe(true);
});
