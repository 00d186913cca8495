// gridwright region create CODE
import type { Command } from 'commander';
import { DEFAULT_CODE_PATTERN } from '../../core/gridCode.ts';
import { withDatabase } from '../command.ts';
import { say } from '../console.ts';
import { createRegion } from './registry.ts';

interface CreateOptions {
  name: string;
  nameEn?: string;
  timeZone: string;
  codePattern: string;
}

export function registerRegion(program: Command): void {
  const region = program.command('region').description('districts and counties');
  region
    .command('create <code>')
    .description('create a region; then import its areas and grids')
    .requiredOption('--name <name>', 'local name')
    .option('--name-en <name>', 'English name (default: the local name)')
    .option('--time-zone <zone>', 'whose midnight a date means', 'Asia/Shanghai')
    .option(
      '--code-pattern <pattern>',
      'regular expression of grid codes; groups street and community give the parents’ codes',
      DEFAULT_CODE_PATTERN,
    )
    .action((code: string, options: CreateOptions) =>
      withDatabase(async (database) => {
        await createRegion(database, { nameEn: options.name, ...options, code });
        say(`Region ${code} is there. Next: gridwright import grids FILE --region ${code} --source NAME`);
      }),
    );
}
