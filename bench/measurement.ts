/** One line of the table: what was measured, and a peer on the same data in the same run. */
export interface Measurement {
  name: string;
  /** NaN where nothing could be measured. */
  value: number;
  unit: string;
  /** What the value should be at most, or the ratio at least. */
  target?: string;
  peer?: string;
  peerValue?: number;
  /** How many times better than the peer. */
  ratio?: number;
  /** Why there is no peer value. */
  notMeasured?: string;
}

/** The shortest of several runs, in seconds: what the code takes when nothing else disturbs it. */
export function shortestS(runs: number, run: () => void): number {
  let shortest = Infinity;
  for (let i = 0; i < runs; i++) {
    const started = performance.now();
    run();
    shortest = Math.min(shortest, performance.now() - started);
  }
  return shortest / 1000;
}

export function printTable(measurements: readonly Measurement[]): void {
  const columns = ['name', 'value', 'unit', 'peer', 'peer value', 'ratio', 'target'];
  const rows = measurements.map((measurement) => [
    measurement.name,
    rounded(measurement.value),
    measurement.unit,
    measurement.peer ?? '',
    measurement.notMeasured ? `not measured: ${measurement.notMeasured}` : rounded(measurement.peerValue),
    rounded(measurement.ratio),
    measurement.target ?? '',
  ]);
  const widths = columns.map((column, i) => Math.max(column.length, ...rows.map((row) => row[i]!.length)));
  for (const row of [columns, widths.map((width) => '-'.repeat(width)), ...rows]) {
    console.log(
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    );
  }
}

export function printJsonLines(measurements: readonly Measurement[]): void {
  for (const measurement of measurements) console.log(JSON.stringify(measurement));
}

function rounded(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '' : String(Number(value.toPrecision(3)));
}
