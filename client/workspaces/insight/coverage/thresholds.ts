// From when on data counts as old. By the time since a subject was last written, not by the dates inside it: a quiet week
// has few incidents, but somebody reports something in any three days; a register of households that nobody has touched for a
// year has missed a year of moves.
export const oldAfterDays = { incidents: 3, households: 365 } as const;

const dayMs = 86_400_000;

/** Whole days since then. */
export function daysSince(instant: string, now: number): number {
  return Math.max(0, Math.floor((now - Date.parse(instant)) / dayMs));
}

/** How many days old the subject is, when that is too many; undefined: it is fresh enough, or its age does not matter. */
export function daysTooOld(subject: string, newestAt: string, now: number): number | undefined {
  const limit = subject === 'incidents' || subject === 'households' ? oldAfterDays[subject] : undefined;
  const days = daysSince(newestAt, now);
  return limit !== undefined && days > limit ? days : undefined;
}
