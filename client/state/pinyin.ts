// Finding a name by what is typed for it: its Chinese characters, words of its English form, or its pinyin, whole or by
// initials. The dictionary of readings is large and loaded when somebody searches; until it is there, pinyin finds nothing.

/** All readings of a character in lower case without tones, `lü` as both `lv` and `lu`; of any other letter itself. */
export type Readings = (character: string) => readonly string[];

/** How a name fits what was typed; the smaller, the better. */
export type NameRank = (typeof nameRanks)[keyof typeof nameRanks];

const nameRanks = {
  whole: 0,
  beginning: 1,
  wordsOfEnglish: 2,
  pinyin: 3,
  part: 4,
  partOfPinyin: 5,
} as const;

let loading: Promise<Readings> | undefined;

/** The same dictionary on every call; one that could not be fetched is asked for again on the next. */
export function loadReadings(): Promise<Readings> {
  loading ??= readDictionary().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function readDictionary(): Promise<Readings> {
  const { pinyin } = await import('pinyin-pro');
  const known = new Map<string, readonly string[]>();
  return (character) => {
    const before = known.get(character);
    if (before) return before;
    const all = pinyin(character, { type: 'array', toneType: 'none', multiple: true, v: true });
    const readings = [...new Set(all.flatMap((one) => [one, one.replace('v', 'u')]))];
    known.set(character, readings);
    return readings;
  };
}

/**
 * Whether the name fits what was typed, and how well. Upper and lower case, full and half width, accents and blanks do not
 * matter. Every reading of a character counts, and beginnings of readings: "cq", "chongq" and "zhongqing" all find 重庆.
 *
 * @param readings of `loadReadings`
 * @returns undefined: it does not, or nothing was typed
 */
export function matchesName(
  name: string,
  nameEn: string,
  typed: string,
  readings?: Readings,
): NameRank | undefined {
  const words = wordsOf(typed);
  const text = words.join('');
  if (text === '') return undefined;
  const names = [wordsOf(name).join(''), wordsOf(nameEn).join('')];
  if (names.includes(text)) return nameRanks.whole;
  if (names.some((one) => one.startsWith(text))) return nameRanks.beginning;
  if (beginsWords(wordsOf(nameEn), words)) return nameRanks.wordsOfEnglish;
  const characters = [...names[0]!];
  if (readings && isSpelled(characters, 0, text, readings)) return nameRanks.pinyin;
  if (names.some((one) => one.includes(text))) return nameRanks.part;
  const isPart = readings && characters.some((_, index) => isSpelled(characters, index, text, readings));
  return isPart ? nameRanks.partOfPinyin : undefined;
}

function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.split(/[\s'’]+/).filter((word) => word !== '');
}

/** Each word that was typed begins a word of the name, in the same order: "gull la" begins Gull Yard Lane. */
function beginsWords(words: readonly string[], typed: readonly string[]): boolean {
  let next = 0;
  for (const word of words) {
    if (next < typed.length && word.startsWith(typed[next]!)) next += 1;
  }
  return next === typed.length;
}

/**
 * Whether the text spells the characters from one on: each by itself, by a reading or by the beginning of one, such as its
 * initial. Not all characters need be spelled.
 */
function isSpelled(characters: readonly string[], from: number, text: string, readings: Readings): boolean {
  if (text === '') return true;
  const character = characters[from];
  if (character === undefined) return false;
  return [character, ...readings(character)].some((reading) =>
    beginningsIn(text, reading).some((length) =>
      isSpelled(characters, from + 1, text.slice(length), readings),
    ),
  );
}

/** Lengths of the text's beginnings that a reading may be typed as: as far as they agree, and shorter. */
function beginningsIn(text: string, reading: string): number[] {
  let common = 0;
  while (common < reading.length && text[common] === reading[common]) common += 1;
  return Array.from({ length: common }, (_, index) => common - index);
}
