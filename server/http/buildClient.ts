import { renameSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { UserError } from '../errors.ts';
import { clientDirectory } from './clientFiles.ts';

/** Builds the client beside its place and then moves it there, so that a build that was interrupted is no client. */
export async function buildClient(): Promise<void> {
  const { build } = await import('vite');
  const draft = `${clientDirectory}.new`;
  try {
    await build({
      configFile: fileURLToPath(new URL('../../vite.config.ts', import.meta.url)),
      root: fileURLToPath(new URL('../../client', import.meta.url)),
      logLevel: 'error',
      build: { outDir: draft, emptyOutDir: true },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`The client could not be built: ${reason}`, { cause: error });
  }
  rmSync(clientDirectory, { recursive: true, force: true });
  renameSync(draft, clientDirectory);
}
