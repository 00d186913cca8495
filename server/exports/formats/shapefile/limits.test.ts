import { expect, test } from 'vitest';
import { fieldsOf, textBytes } from './fields.ts';
import { ExportTooLarge, LARGEST_FILE_BYTES, requireRoom } from './tooLarge.ts';

const property = (name: string) =>
  ({ name, description: '', schema: { type: 'string' }, example: '' }) as unknown as Parameters<
    typeof fieldsOf
  >[0][number];

test('field names have ten letters at most and differ, whatever their case', () => {
  const names = ['communityName', 'communityNumber', 'CommunityNative', 'ID', 'kind'];
  const fields = fieldsOf(names.map(property));
  expect(fields.map((field) => field.name)).toEqual([
    'id',
    'communityN',
    'community2',
    'Community3',
    'ID2',
    'kind',
  ]);
});

test('a text is cut off between two characters, never within one', () => {
  expect(textBytes('字'.repeat(85), 'utf-8').bytes.toString()).toBe('字'.repeat(84));
  expect(textBytes(`${'a'.repeat(252)}𠮷`, 'gb18030')).toMatchObject({
    bytes: Buffer.from('a'.repeat(252)),
    isCut: true,
  });
  expect(textBytes('字'.repeat(127), 'gb18030').isCut).toBe(false);
});

test('a part of a shapefile that would pass 2 GB is refused, and the message names another format', () => {
  requireRoom('.shp', LARGEST_FILE_BYTES);
  expect(() => requireRoom('.shp', LARGEST_FILE_BYTES + 1)).toThrow(ExportTooLarge);
  expect(() => requireRoom('.dbf', LARGEST_FILE_BYTES + 1)).toThrow('take format gpkg');
});
