// What the map's symbols mean, as data: the printed map and the saved picture draw it. Each workspace says what it shows.

export type LegendSymbol =
  | { kind: 'fill'; colour: string; opacity?: number }
  /** Stripes, for what is marked and not valued. */
  | { kind: 'hatch'; colour: string }
  | { kind: 'hexagon'; colour: string; opacity?: number }
  /** From one colour to the next, for what has no classes. */
  | { kind: 'ramp'; colours: readonly string[] }
  | { kind: 'line'; colour: string; width: number; dash?: readonly number[] }
  | { kind: 'disc' | 'ring' | 'diamond' | 'octagon'; colour: string };

export interface LegendEntry {
  symbol: LegendSymbol;
  text: string;
  /** Written out. */
  count?: string;
}

export interface LegendSection {
  title: string;
  entries: readonly LegendEntry[];
  /** A sentence below: what is counted, and how. */
  note?: string;
}
