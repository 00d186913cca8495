/** What a reader gets to read from, and where it says what the rows alone do not show. */
export interface SourceFile {
  path: string;
  /** The file's bytes from the beginning, counted as they are read; each call reads again. */
  bytes(): AsyncIterable<Buffer>;
  /** For readers that do not read from the first byte to the last: how far they have come, from 0 to 1. */
  readShare(share: number): void;
  /** Which of several layers; undefined: the only one. */
  layer: string | undefined;
  /** How text is encoded; undefined: as the file says, else by its bytes. */
  encoding: string | undefined;
  /** A sentence for the report: what was assumed about the file. */
  note(sentence: string): void;
}
