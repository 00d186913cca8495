import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { name: 'core', include: ['core/**/*.test.ts', 'fixtures/**/*.test.ts'] } },
      { test: { name: 'client', include: ['client/**/*.test.ts'] } },
    ],
  },
});
