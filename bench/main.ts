// `npm run bench` measures every subject and prints a table, `npm run bench -- tiles` the subjects named;
// `--json` prints one object a line.
import { measureCity } from './city.ts';
import { measureClient } from './client.ts';
import { measureImports } from './imports.ts';
import { measureLocate } from './locate.ts';
import { measureLocator } from './locator.ts';
import { type Measurement, printJsonLines, printTable } from './measurement.ts';
import { measureSearch } from './search.ts';
import { measureSlowClients } from './slowClients.ts';
import { measureTiles } from './tiles.ts';

const subjects: Readonly<Record<string, () => Promise<Measurement[]>>> = {
  locator: measureLocator,
  locate: measureLocate,
  search: measureSearch,
  tiles: measureTiles,
  imports: measureImports,
  city: measureCity,
  slowClients: measureSlowClients,
  client: measureClient,
};

const words = process.argv.slice(2).filter((word) => word !== '--json');
const unknown = words.find((word) => !Object.hasOwn(subjects, word));
if (unknown !== undefined) {
  console.error(`${unknown} is not a subject; there are ${Object.keys(subjects).join(', ')}`);
  process.exit(1);
}
const measurements: Measurement[] = [];
for (const [name, measure] of Object.entries(subjects)) {
  if (words.length === 0 || words.includes(name)) measurements.push(...(await measure()));
}
if (process.argv.includes('--json')) printJsonLines(measurements);
else printTable(measurements);
