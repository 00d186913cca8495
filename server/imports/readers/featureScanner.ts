// Cuts features out of a FeatureCollection as its text arrives, so that a file of any size needs the memory of its
// largest feature. Brackets and strings are followed here; each piece is judged by JSON.parse.
import { MAX_BRACKETS, MAX_DEPTH, MAX_RECORD_CHARACTERS, tooManyBrackets } from './record.ts';

/** The text of one feature, or why it was not kept. */
export type ScannedFeature = { index: number; text: string } | { index: number; reason: string };

/** What cannot be read any further. */
export class MalformedCollection extends Error {
  /** Features read completely before it. */
  readonly index: number;

  constructor(index: number, message: string) {
    super(message);
    this.name = 'MalformedCollection';
    this.index = index;
  }
}

const MAX_HEAD_CHARACTERS = 1_000_000;
const quote = 34;
const comma = 44;
const openBracket = 91;
const backslash = 92;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;

export class FeatureScanner {
  /** The collection's own text, its features left out: parsed at the end. */
  #head = '';
  #depth = 0;
  #inString = false;
  #escaped = false;
  #inFeatures = false;
  #sawFeatures = false;
  #needsComma = false;
  #index = 0;
  #parts: string[] = [];
  #characters = 0;
  #isTooDeep = false;
  #brackets = 0;
  /** Whether a feature is open, that is, begun and not ended. */
  #isOpen = false;

  /** @throws MalformedCollection */
  *push(chunk: string): Generator<ScannedFeature> {
    let start = 0;
    for (let i = 0; i < chunk.length; i++) {
      const character = chunk.charCodeAt(i);
      if (this.#inString) {
        this.#followString(character);
        continue;
      }
      const isOutside = this.#inFeatures && !this.#isOpen;
      if (isOutside && character !== openBrace && character !== closeBracket) {
        this.#separate(character, chunk[i]!);
        continue;
      }
      if (character === quote) {
        this.#inString = true;
      } else if (character === openBrace || character === openBracket) {
        this.#depth += 1;
        this.#brackets += 1;
        if (this.#depth > MAX_DEPTH) this.#isTooDeep = true;
        if (isOutside) {
          this.#open();
          start = i;
        } else if (this.#startsFeatures(character, chunk, start, i)) {
          this.#keepHead(`${chunk.slice(start, i)}[]`);
          this.#inFeatures = true;
          this.#sawFeatures = true;
        }
      } else if (character === closeBrace || character === closeBracket) {
        this.#depth -= 1;
        if (isOutside) {
          this.#inFeatures = false;
          start = i + 1;
        } else if (this.#isOpen && this.#depth === 2) {
          yield this.#close(chunk.slice(start, i + 1));
          start = i + 1;
        }
      }
    }
    if (this.#isOpen) this.#keep(chunk.slice(start));
    else if (!this.#inFeatures) this.#keepHead(chunk.slice(start));
  }

  /**
   * @returns the collection without its features
   * @throws MalformedCollection
   */
  finish(): Record<string, unknown> {
    if (this.#isOpen || this.#inFeatures) {
      throw this.#malformed(`the file ends in the middle of feature ${this.#index + 1}`);
    }
    let head: unknown;
    try {
      if (this.#isTooDeep) throw new SyntaxError(`nested deeper than ${MAX_DEPTH} levels`);
      head = JSON.parse(this.#head);
    } catch (error) {
      throw this.#malformed(`the file is not JSON: ${(error as Error).message}`);
    }
    if (typeof head !== 'object' || head === null || Array.isArray(head) || !this.#sawFeatures) {
      throw this.#malformed('the file is not a GeoJSON FeatureCollection: it has no array "features"');
    }
    return head as Record<string, unknown>;
  }

  #followString(character: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (character === backslash) this.#escaped = true;
    else if (character === quote) this.#inString = false;
  }

  /** Between features there is one comma, and white space. */
  #separate(character: number, text: string): void {
    if (character === comma && this.#needsComma) {
      this.#needsComma = false;
    } else if (!/\s/.test(text)) {
      throw this.#malformed(`${text} stands where feature ${this.#index + 1} should begin`);
    }
  }

  #startsFeatures(character: number, chunk: string, start: number, end: number): boolean {
    if (this.#depth !== 2 || character !== openBracket || this.#sawFeatures) return false;
    return /"features"\s*:\s*$/.test((this.#head + chunk.slice(start, end)).slice(-200));
  }

  #open(): void {
    if (this.#needsComma) throw this.#malformed(`a comma is missing before feature ${this.#index + 1}`);
    this.#isOpen = true;
    this.#isTooDeep = false;
    this.#brackets = 1;
    this.#characters = 0;
  }

  #keep(text: string): void {
    this.#characters += text.length;
    const isTooLarge = this.#characters > MAX_RECORD_CHARACTERS || this.#brackets > MAX_BRACKETS;
    if (this.#isTooDeep || isTooLarge) this.#parts = [];
    else this.#parts.push(text);
  }

  #close(rest: string): ScannedFeature {
    this.#keep(rest);
    const text = this.#parts.join('');
    const index = ++this.#index;
    const isTooDeep = this.#isTooDeep;
    this.#parts = [];
    this.#isOpen = false;
    this.#isTooDeep = false;
    this.#needsComma = true;
    if (isTooDeep) return { index, reason: `is nested deeper than ${MAX_DEPTH} levels` };
    if (this.#characters > MAX_RECORD_CHARACTERS) {
      return { index, reason: `is longer than ${MAX_RECORD_CHARACTERS} characters` };
    }
    if (this.#brackets > MAX_BRACKETS) return { index, reason: tooManyBrackets };
    return { index, text };
  }

  #keepHead(text: string): void {
    this.#head += text;
    if (this.#head.length > MAX_HEAD_CHARACTERS) {
      throw this.#malformed(`"features" does not come within ${MAX_HEAD_CHARACTERS} characters`);
    }
  }

  #malformed(message: string): MalformedCollection {
    return new MalformedCollection(this.#index, message);
  }
}
