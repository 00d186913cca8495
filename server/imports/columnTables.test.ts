import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { kindSection } from './columnTables.ts';
import { importKinds } from './kinds.ts';

test.each(importKinds)('docs/imports.md tables the columns of %s as they are parsed', (kind) => {
  const page = readFileSync(new URL('../../docs/imports.md', import.meta.url), 'utf8');
  expect(page).toContain(kindSection(kind));
});
