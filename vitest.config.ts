import { defineConfig } from 'vitest/config';

// The server's tests run on both engines. What only makes sense on one says so in its name: concurrency proves nothing on
// the built-in engine, which has one session.
const serverTests = ['server/**/*.test.ts'];
const onPostgis = '**/*.postgis.test.ts';
const onEmbedded = '**/*.embedded.test.ts';

const postgisIsGiven = Boolean(process.env.TEST_DATABASE_URL);
const postgisIsAsked = !process.argv.includes('--project') || process.argv.includes('server-postgis');
if (postgisIsAsked && !postgisIsGiven) {
  console.log('Skipped: the server tests on PostGIS, because TEST_DATABASE_URL is not set');
}

export default defineConfig({
  test: {
    // two cores, and the built-in database takes 850 MB a test file
    maxWorkers: 2,
    projects: [
      {
        test: { name: 'core', include: ['core/**/*.test.ts', 'fixtures/**/*.test.ts'], testTimeout: 120_000 },
      },
      { test: { name: 'client', include: ['client/**/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          name: 'server-embedded',
          include: serverTests,
          exclude: [onPostgis],
          globalSetup: 'server/testing/embeddedSetup.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'server-postgis',
          include: postgisIsGiven ? serverTests : [],
          exclude: [onEmbedded],
          globalSetup: 'server/testing/postgisSetup.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['server/**/*.faults.ts'],
          globalSetup: 'server/testing/faultsSetup.ts',
          fileParallelism: false,
          // the thirty killed imports take ten minutes; deadlines of recovery are in the tests, by `within`
          testTimeout: 1_200_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
