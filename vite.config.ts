import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const server = process.env.GRIDWRIGHT_URL ?? 'http://127.0.0.1:8080';

interface Modules {
  getModuleInfo(id: string): { isEntry: boolean; importers: readonly string[] } | null;
}

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
    rolldownOptions: {
      output: {
        // What the first page needs anyhow is one file: in thirty small ones, one for each set of parts that share something, it
        // is compressed to a tenth more.
        codeSplitting: {
          groups: [{ name: (id: string, modules: Modules) => (isFirst(id, modules) ? 'first' : null) }],
        },
      },
    },
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

/** Whether the entry reaches the module without a dynamic import. */
function isFirst(id: string, modules: Modules, seen = new Set<string>()): boolean {
  if (seen.has(id)) return false;
  seen.add(id);
  const info = modules.getModuleInfo(id);
  if (info === null) return false;
  return info.isEntry || info.importers.some((importer) => isFirst(importer, modules, seen));
}
