/** The one code that is `digits` or ends with them; undefined: there is none, or there are several. */
export function gridByEnding(codes: readonly string[], digits: string): string | undefined {
  if (codes.includes(digits)) return digits;
  const [found, another] = codes.filter((code) => code.endsWith(digits));
  return another === undefined ? found : undefined;
}
