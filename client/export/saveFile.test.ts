import { expect, test } from 'vitest';
import { fileName } from './saveFile.ts';

test('a file is named after the region, what it holds, and the date there', () => {
  const region = { code: '370215', timeZone: 'Asia/Shanghai' };
  const now = new Date('2026-11-23T20:00:00Z');
  expect(fileName(region, ['grids', 'preview'], 'csv', now)).toBe(
    'gridwright-370215-grids-preview-2026-11-24.csv',
  );
  expect(fileName(region, [], 'png', now)).toBe('gridwright-370215-2026-11-24.png');
});
