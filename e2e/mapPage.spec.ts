// The page of docs/examples, on another origin, as another developer would serve it: it knows the TileJSON address alone.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { expect, test } from '@playwright/test';
import { foreignPort } from './foreignPort.ts';

let server: Server;
test.beforeAll(async ({ baseURL }) => {
  const page = readFileSync('docs/examples/map.html', 'utf8').replaceAll('http://127.0.0.1:8080', baseURL!);
  const types = { css: 'text/css', mjs: 'text/javascript' } as const;
  server = createServer(({ url = '/' }, response) => {
    if (url === '/') return response.setHeader('content-type', 'text/html').end(page);
    const name = /^\/maplibre-gl\/([\w.-]+\.(css|mjs))$/.exec(url);
    if (!name) return response.writeHead(404).end();
    response.setHeader('content-type', types[name[2] as keyof typeof types]);
    return response.end(readFileSync(`node_modules/maplibre-gl/dist/${name[1]}`));
  }).listen(foreignPort, '127.0.0.1');
  await once(server, 'listening');
});
test.afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('a page of another origin draws the grids and names the one that is clicked', async ({ page }) => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  const tile = page.waitForResponse((response) => response.url().includes('/tiles/grids/') && response.ok());
  await page.goto(`http://127.0.0.1:${foreignPort}/`);
  await tile;
  await expect(async () => {
    await page.locator('#map canvas').click({ position: { x: 720, y: 450 } });
    await expect(page.locator('.maplibregl-popup-content')).toHaveText(/^370215\d{9}/, { timeout: 1_000 });
  }).toPass();
  await page.screenshot({ path: 'docs/screenshots/maplibre-page.png' });
  expect(errors).toEqual([]);
});
