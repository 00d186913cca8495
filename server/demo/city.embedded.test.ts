import { expect, test } from 'vitest';
import { testDatabase } from '../testing/database.ts';
import { loadDemo } from './load.ts';

const database = await testDatabase();

test('a demo in size city is refused on the built-in database, with the way out', async () => {
  await expect(loadDemo(database, 'city')).rejects.toThrow('set DATABASE_URL');
});
