// A promise that was rejected while nobody looked is a defect. Node would end the process over it, and with it everybody
// else's requests; here it is said, and counted for whoever watches.
let count = 0;

/** To be called once, by the server. */
export function surviveRejections(): void {
  process.on('unhandledRejection', (reason) => {
    count += 1;
    const told = reason instanceof Error ? reason.stack : String(reason);
    process.stderr.write(`Unhandled rejection, a defect of Gridwright: ${told}\n`);
  });
}

export function rejectionCount(): number {
  return count;
}
