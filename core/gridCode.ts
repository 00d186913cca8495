// Grid codes: what they look like in a region, whose they are by their prefix, and which one is free next.

/** 15 digits = 6 region + 3 street + 3 community + 3 sequence (DB11/T 2157-2023). */
export const DEFAULT_CODE_PATTERN = '^(?<community>(?<street>\\d{9})\\d{3})\\d{3}$';

/** Matches whole codes; where it has the groups `street` and `community`, they are the parents' codes. */
export type GridCodePattern = RegExp;

/** @throws SyntaxError when it is not a regular expression, or does not span the whole code */
export function parseCodePattern(pattern: string): GridCodePattern {
  if (!pattern.startsWith('^') || !pattern.endsWith('$')) {
    throw new SyntaxError('begin the pattern with ^ and end it with $, so that it spans the whole code');
  }
  return new RegExp(pattern);
}

/** The codes of the street and the community by prefix; undefined where the code or the pattern does not give both. */
export function parentsOf(
  code: string,
  pattern: GridCodePattern,
): { street: string; community: string } | undefined {
  const { street, community } = pattern.exec(code)?.groups ?? {};
  return street === undefined || community === undefined ? undefined : { street, community };
}

/**
 * The lowest sequence of the community that was never taken: `taken` holds retired codes too.
 *
 * @throws RangeError when the community has none left
 */
export function nextFreeCode(
  community: string,
  taken: ReadonlySet<string>,
  pattern: GridCodePattern,
): string {
  for (let digits = 1; digits <= 6; digits++) {
    for (let sequence = 1; sequence < 10 ** digits; sequence++) {
      const code = community + String(sequence).padStart(digits, '0');
      if (!pattern.test(code)) break;
      if (!taken.has(code)) return code;
    }
  }
  throw new RangeError(`community ${community} has no free grid code left under ${pattern.source}`);
}

/** By code unit, like `collate "C"`. */
export function compareCodes(a: string, b: string): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0;
}
