import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { chromiumArguments, chromiumPath } from './e2e/chromium.ts';
import { foreignPort } from './e2e/foreignPort.ts';

if (chromiumPath === undefined) {
  console.log(
    'Skipped: the browser tests, because no Chromium was found (install it, or name it in CHROMIUM)',
  );
}

const port = 18080;
const dataDirectory = process.env.E2E_DATA_DIR ?? mkdtempSync(join(tmpdir(), 'gridwright-e2e-'));

export default defineConfig({
  testDir: 'e2e',
  testMatch: chromiumPath === undefined ? [] : '**/*.spec.ts',
  outputDir: 'test-results',
  // One worker: software rendering and the built-in database share two cores.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    locale: 'en-GB',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    launchOptions: { executablePath: chromiumPath ?? '', args: chromiumArguments },
  },
  projects: [
    {
      name: 'desktop',
      testIgnore: ['**/*phone.spec.ts', '**/recipes.spec.ts', '**/dispatch.spec.ts'],
      use: { viewport: { width: 1440, height: 900 } },
    },
    {
      name: 'phone',
      testMatch: chromiumPath === undefined ? [] : '**/*phone.spec.ts',
      use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    },
    // after those that only look: a dispatcher writes
    {
      name: 'dispatch',
      testMatch: chromiumPath === undefined ? [] : '**/dispatch.spec.ts',
      dependencies: ['desktop', 'phone'],
      use: { viewport: { width: 1440, height: 900 } },
    },
    // last: recipes write, and the screenshots of the others should not show it
    {
      name: 'recipes',
      testMatch: chromiumPath === undefined ? [] : '**/recipes.spec.ts',
      dependencies: ['dispatch'],
    },
  ],
  ...(chromiumPath === undefined
    ? {}
    : {
        webServer: {
          command: 'node bin/gridwright.js serve',
          env: {
            PORT: String(port),
            DATA_DIR: dataDirectory,
            DATABASE_URL: '',
            CORS_ORIGINS: `http://127.0.0.1:${foreignPort}`,
          },
          url: `http://127.0.0.1:${port}/api/health/ready`,
          timeout: 120_000,
          gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
        },
      }),
});
