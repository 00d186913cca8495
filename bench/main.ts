// Prints measurements beside their peers: a table, or with --json one object a line.
import { measureLocator } from './locator.ts';

export interface Measurement {
  name: string;
  value: number;
  unit: string;
  peer?: string;
  peerValue?: number;
  /** How many times better than the peer. */
  ratio?: number;
}

const measurements = await measureLocator();
if (process.argv.includes('--json')) {
  for (const measurement of measurements) console.log(JSON.stringify(measurement));
} else {
  const rounded = (value: number | undefined) => (value === undefined ? '' : Number(value.toPrecision(3)));
  console.table(
    measurements.map(({ name, value, unit, peer, peerValue, ratio }) => ({
      name,
      value: rounded(value),
      unit,
      peer: peer ?? '',
      peerValue: rounded(peerValue),
      ratio: rounded(ratio),
    })),
  );
}
