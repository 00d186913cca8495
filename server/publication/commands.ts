// gridwright verify
import type { Command } from 'commander';
import { withDatabase } from '../command.ts';
import { say } from '../console.ts';
import { requireRegion } from '../regions/registry.ts';
import { type Verification, verifyRegion } from './verify.ts';

export function registerVerify(program: Command): void {
  program
    .command('verify')
    .description(
      'check the published coverage and compute every assignment afresh; exit code 1 if anything differs',
    )
    .requiredOption('--region <code>', 'six-digit code of the region')
    .action(({ region: code }: { region: string }) =>
      withDatabase(async (database) => {
        const verification = await verifyRegion(database, await requireRegion(database, code));
        for (const line of verificationLines(code, verification)) say(line);
        if (verification.total > 0) process.exitCode = 1;
      }),
    );
}

/** What was found, and a sentence about the whole. */
export function* verificationLines(code: string, verification: Verification): Generator<string> {
  const { version, grids, areas, points, total, discrepancies } = verification;
  for (const { subject, id, message } of discrepancies) yield `${subject} ${id}: ${message}`;
  if (total > discrepancies.length) yield `… and ${total - discrepancies.length} more`;
  const what = `${grids} grids, ${areas} areas, ${points.household} households, ${points.incident} incidents`;
  yield total === 0
    ? `Region ${code}, boundary version ${version}: ${what}; the coverage is exact and every assignment is right`
    : `Region ${code}, boundary version ${version}: ${what}; ${total} ${total === 1 ? 'thing differs' : 'things differ'}`;
}
