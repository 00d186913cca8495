// `npm run bench` prints a table, `npm run bench -- --json` one object a line.
import { measureLocator } from './locator.ts';
import { type Measurement, printJsonLines, printTable } from './measurement.ts';

const measurements: Measurement[] = [...(await measureLocator())];
if (process.argv.includes('--json')) printJsonLines(measurements);
else printTable(measurements);
