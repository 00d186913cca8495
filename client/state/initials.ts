/** Two letters at most: of the first and the last word, or the last two characters of a Chinese name. Empty for no name. */
export function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  const [first = '', last] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  if (/^\p{Script=Han}+$/u.test(first) && last === undefined) return [...first].slice(-2).join('');
  const letters = [first, last ?? ''].map((word) => [...word][0] ?? '').join('');
  return letters.toUpperCase();
}
