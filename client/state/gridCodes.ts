// How grid codes are written: whole in panels (370215 003 003 003), short on the map and in sentences (…003 003).

/** Digits of a street, a community or a grid in groups as they are read aloud; codes of another form stay whole. */
function codeGroups(code: string): string[] {
  const match = /^(\d{6})(\d{3})(\d{3})?(\d{3})?$/.exec(code);
  return match === null ? [code] : match.slice(1).filter((group) => group !== undefined);
}

export function formatCode(code: string): string {
  return codeGroups(code).join(' ');
}

/** The last two groups with an ellipsis before them, for a sentence: no line breaks inside it. */
export function shortCode(code: string): string {
  return lastGroups(code, 2);
}

/** Codes named side by side: with the street's digits as well where they lie in several streets. */
export function shortCodes(codes: readonly string[]): string[] {
  const streets = new Set(codes.map((code) => codeGroups(code)[1]));
  return codes.map((code) => lastGroups(code, streets.size > 1 ? 3 : 2));
}

function lastGroups(code: string, count: number): string {
  const [wordJoiner, noBreakSpace] = ['\u2060', '\u00a0'];
  const groups = codeGroups(code);
  return groups.length <= count ? code : `…${wordJoiner}${groups.slice(-count).join(noBreakSpace)}`;
}

/**
 * The labels of the grids in view: the leading groups that all of them share are dropped. Where several streets are in
 * view, the grids of the home street (that of `selected`, else the street of more than half of them) drop the street's
 * three digits as well, so that these appear only across a street limit.
 */
export function abbreviateCodes(codes: readonly string[], selected?: string): Map<string, string> {
  const grouped = codes.map(codeGroups);
  const shared = sharedGroups(grouped);
  const home = shared === 1 ? homeStreet(grouped, selected) : undefined;
  return new Map(
    codes.map((code, index) => {
      const groups = grouped[index]!;
      const dropped = home !== undefined && groups[1] === home ? 2 : shared;
      return [code, groups.slice(Math.min(dropped, groups.length - 1)).join(' ')];
    }),
  );
}

/** How many leading groups are the same in all; the last group always stays. */
function sharedGroups(grouped: readonly string[][]): number {
  const [first, ...others] = grouped;
  if (first === undefined) return 0;
  // a single grid in view keeps two groups, as in a sentence
  if (others.length === 0) return Math.max(0, first.length - 2);
  const shared = first.findIndex((group, place) => others.some((groups) => groups[place] !== group));
  return shared === -1 ? first.length - 1 : shared;
}

function homeStreet(grouped: readonly string[][], selected?: string): string | undefined {
  if (selected !== undefined) {
    const groups = codeGroups(selected);
    if (groups.length === 4 && grouped.some((other) => other[1] === groups[1])) return groups[1];
  }
  const counts = new Map<string, number>();
  for (const groups of grouped) {
    const street = groups[1];
    if (street !== undefined) counts.set(street, (counts.get(street) ?? 0) + 1);
  }
  for (const [street, count] of counts) if (count * 2 > grouped.length) return street;
  return undefined;
}
