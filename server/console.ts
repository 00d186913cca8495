// What a person at the terminal reads: short lines on standard output, errors in words on standard error.
import { DatabaseUnavailable, UserError } from './errors.ts';

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Prints why a command could not be done: words where the person can put it right, else the stack for whoever can. */
export function sayError(error: unknown): void {
  const isExplained = error instanceof UserError || error instanceof DatabaseUnavailable;
  const text = isExplained
    ? error.message
    : error instanceof Error
      ? (error.stack ?? error.message)
      : String(error);
  process.stderr.write(`${text}\n`);
}
