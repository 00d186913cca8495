// How a part of the view is written into the URL and read back. Values are written as they should stand there: what can hold
// other characters than letters, digits and , . : / - _ is encoded by the section itself.

export type UrlPart = readonly [name: string, value: string];

/** One workspace's part of the view. `parse(format(x))` is x, and whatever stands in the URL gives a value. */
export interface UrlSection<Value> {
  initial: Value;
  parse(query: URLSearchParams): Value;
  /** What is as at the start is left out. */
  format(value: Value): UrlPart[];
}

/** The first `count` numbers of the text, or nothing when one of them is missing or is not a number. */
export function numbers(text: string | null, separator: string, count: number): number[] {
  const parts = (text ?? '').split(separator).slice(0, count);
  const values = parts.map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  return values.length === count && values.every(Number.isFinite) ? values : [];
}

export function isPosition(lon: number, lat: number): boolean {
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
}

export function oneOf<Name extends string>(names: readonly Name[], text: string | null): Name | null {
  return names.find((name) => name === text) ?? null;
}

/** No trailing zeros, no exponent, and never −0. */
export function roundTo(value: number, decimals: number): string {
  const fixed = value.toFixed(decimals);
  const short = fixed.includes('.') ? fixed.replace(/\.?0+$/, '') : fixed;
  return short === '-0' ? '0' : short;
}
