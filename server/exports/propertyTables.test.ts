import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { collections } from '../features/collections/index.ts';
import { exportFormats } from './formats/index.ts';
import { propertyTable } from './propertyTables.ts';

const document = readFileSync(new URL('../../docs/exports.md', import.meta.url), 'utf8');

test('docs/exports.md has the columns of every collection as the code has them', () => {
  for (const collection of collections) expect(document).toContain(propertyTable(collection));
});

test('docs/exports.md lists every format', () => {
  for (const { id, mediaType } of exportFormats) {
    expect(document).toMatch(new RegExp(`^\\| \`${id}\` .*\`${mediaType.replace('+', '\\+')}\``, 'm'));
  }
});
