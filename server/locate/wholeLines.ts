// Pieces of a stream put together to whole lines.
import { limits } from '../limits.ts';

const LINE_FEED = 10;
/** A character takes at most four bytes: what is longer than this without a line's end is a line that is too long. */
const MOST_BYTES = limits.locateRowCharacters * 4;

export class WholeLines {
  /** What follows the last whole line. */
  #rest: Buffer = Buffer.alloc(0);
  /** The line was handed out as too long; what remains of it is dropped. */
  #isDropping = false;

  /** @returns the lines that are whole now, or the beginning of one that is too long; undefined when there are none */
  push(piece: Buffer): Buffer | undefined {
    const kept = this.#isDropping ? this.#behindDropped(piece) : piece;
    const end = kept.lastIndexOf(LINE_FEED) + 1;
    const lines =
      this.#rest.length === 0 ? kept.subarray(0, end) : Buffer.concat([this.#rest, kept.subarray(0, end)]);
    if (end > 0) {
      this.#rest = kept.subarray(end);
      return lines;
    }
    this.#rest = Buffer.concat([this.#rest, kept]);
    if (this.#rest.length <= MOST_BYTES) return undefined;
    this.#isDropping = true;
    return this.rest();
  }

  /** Puts text that was handed out before what is still to come. */
  giveBack(text: string): void {
    this.#rest = Buffer.concat([Buffer.from(text), this.#rest]);
  }

  /** What is left at the end of the input: a last line without a line's end. */
  rest(): Buffer {
    const rest = this.#rest;
    this.#rest = Buffer.alloc(0);
    return rest;
  }

  #behindDropped(piece: Buffer): Buffer {
    const end = piece.indexOf(LINE_FEED);
    if (end < 0) return piece.subarray(piece.length);
    this.#isDropping = false;
    return piece.subarray(end + 1);
  }
}
