// Ctrl-C and a supervisor's stop: the process exits at once, through its `exit` listeners (which remove sockets and
// locks), unless something asked to close first.
let closing: (() => void) | undefined;

/** To be called once, by the command line. */
export function exitOnSignals(): void {
  // the exit codes are the shell's for a process that a signal ended
  process.on('SIGINT', () => endWith(130));
  process.on('SIGTERM', () => endWith(143));
}

/** The first signal calls `close` instead of exiting; the next one exits. */
export function closeOnSignal(close: () => void): void {
  closing = close;
}

function endWith(code: number): void {
  const close = closing;
  closing = undefined;
  if (close === undefined) process.exit(code);
  else close();
}
