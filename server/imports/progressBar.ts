// How far an import has come: one line that is rewritten on a terminal, a plain line now and then elsewhere.
import type { FileProgress } from './importFile.ts';

const PLAIN_LINE_EVERY_MS = 5000;
const REDRAW_EVERY_MS = 100;
const BAR_WIDTH = 24;

export class ProgressBar {
  readonly #output: NodeJS.WriteStream;
  readonly #begun = performance.now();
  #shownAt = Number.NEGATIVE_INFINITY;
  #phase = '';
  #isLineOpen = false;

  constructor(output: NodeJS.WriteStream) {
    this.#output = output;
  }

  show(progress: FileProgress): void {
    const now = performance.now();
    const every = this.#output.isTTY ? REDRAW_EVERY_MS : PLAIN_LINE_EVERY_MS;
    if (progress.phase === this.#phase && now - this.#shownAt < every) return;
    this.#phase = progress.phase;
    this.#shownAt = now;
    const line = progressLine(progress, (now - this.#begun) / 1000);
    this.#output.write(this.#output.isTTY ? `\r\u001B[K${line}` : `${line}\n`);
    this.#isLineOpen = this.#output.isTTY;
  }

  /** Leaves the terminal at the beginning of an empty line. */
  end(): void {
    if (this.#isLineOpen) this.#output.write('\r\u001B[K');
    this.#isLineOpen = false;
  }
}

/** Bar, rows, rate, time left; the time left is that of reading, which takes longest. */
export function progressLine({ phase, rows, bytesRead, bytesTotal }: FileProgress, seconds: number): string {
  const count = rows.toLocaleString('en');
  if (phase !== 'reading') return `${phase === 'checking' ? 'Checking' : 'Writing'} ${count} rows`;
  const share = bytesTotal === 0 ? 1 : Math.min(1, bytesRead / bytesTotal);
  const filled = Math.round(share * BAR_WIDTH);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}`;
  const rate = seconds > 0 ? Math.round(rows / seconds).toLocaleString('en') : '0';
  const left = share > 0 ? `, ${duration((seconds / share) * (1 - share))} left` : '';
  return `Reading ${bar} ${Math.round(share * 100)} %  ${count} rows, ${rate} a second${left}`;
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
