// gridwright demo load
import { type Command, Option } from 'commander';
import type { DemoSize } from '../../fixtures/demoCity/index.ts';
import { withDatabase } from '../command.ts';
import { say } from '../console.ts';
import { type DemoProgress, demoSizes, loadDemo } from './load.ts';

export function registerDemo(program: Command): void {
  const demo = program.command('demo').description('the demo city, which is invented');
  demo
    .command('load')
    .description('load the demo city, or go on where a load was interrupted')
    .addOption(
      new Option(
        '--size <size>',
        'small: 20,000 households; district: 400,000, for PostGIS; city: eight districts, 3,500,000, needs DATABASE_URL',
      )
        .choices(demoSizes)
        .default('small'),
    )
    .action(({ size }: { size: DemoSize }) =>
      withDatabase(async (database) => {
        await loadDemo(database, size, demoReporter(say));
        say(`The demo city is loaded, in size ${size}`);
      }),
    );
}

/** One line for each step, when it begins, and now and then in long ones. */
export function demoReporter(write: (line: string) => void): (progress: DemoProgress) => void {
  let shown = '';
  let shownRows = 0;
  return ({ step, steps, name, rows, total }) => {
    if (name === shown && rows < shownRows + 50_000) return;
    const count = rows === 0 ? '' : ` (${rows.toLocaleString('en')} of ${total.toLocaleString('en')})`;
    shown = name;
    shownRows = rows;
    write(`Demo city ${step}/${steps}: ${name}${count}`);
  };
}
