// One database into another: a backup and its restore, without a file between.
import type { Database } from '../database.ts';
import { type OnBackupProgress, readingWholeDatabase } from './dump.ts';
import { type Restored, restoreBackup } from './restore.ts';

/**
 * Copies everything, as it is at one moment, into an empty database.
 *
 * @throws as `restoreBackup`
 */
export function copyDatabase(
  source: Database,
  target: Database,
  onProgress?: OnBackupProgress,
): Promise<Restored> {
  return readingWholeDatabase(source, (lines) => restoreBackup(target, lines, onProgress));
}
