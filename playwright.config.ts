import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { foreignPort } from './e2e/foreignPort.ts';

// Debian's Chromium, or the one that CHROMIUM names: Playwright's own download is not used.
const chromium = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path));
if (chromium === undefined) {
  console.log(
    'Skipped: the browser tests, because no Chromium was found (install it, or name it in CHROMIUM)',
  );
}

const port = 18080;
const dataDirectory = process.env.E2E_DATA_DIR ?? mkdtempSync(join(tmpdir(), 'gridwright-e2e-'));

export default defineConfig({
  testDir: 'e2e',
  testMatch: chromium === undefined ? [] : '**/*.spec.ts',
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
    launchOptions: {
      executablePath: chromium ?? '',
      args: [
        '--no-sandbox',
        '--use-gl=angle',
        '--use-angle=swiftshader',
        '--enable-unsafe-swiftshader',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        '--disable-quic',
      ],
    },
  },
  projects: [
    {
      name: 'desktop',
      testIgnore: ['**/phone.spec.ts', '**/recipes.spec.ts'],
      use: { viewport: { width: 1440, height: 900 } },
    },
    {
      name: 'phone',
      testMatch: chromium === undefined ? [] : '**/phone.spec.ts',
      use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    },
    // last: recipes write, and the screenshots of the others should not show it
    {
      name: 'recipes',
      testMatch: chromium === undefined ? [] : '**/recipes.spec.ts',
      dependencies: ['desktop', 'phone'],
    },
  ],
  ...(chromium === undefined
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
