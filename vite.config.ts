import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const server = process.env.GRIDWRIGHT_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: 'client',
  base: '/',
  plugins: [svelte()],
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: 'es2022',
    // MapLibre is most of it and is needed at once.
    chunkSizeWarningLimit: 1600,
  },
  worker: { format: 'es' },
  server: {
    host: '127.0.0.1',
    // the Host of the page is kept: the server refuses a request whose Origin is another port than its Host
    proxy: Object.fromEntries(
      ['/api/', '/tiles/', '/ogc'].map((path) => [path, { target: server, changeOrigin: false }]),
    ),
  },
});
