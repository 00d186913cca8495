// Rows as text for a spreadsheet: as CSV for a file (RFC 4180), with tabs for the clipboard. Numbers are raw, with a decimal point.

export type Cell = string | number | null;

export function csvText(rows: readonly (readonly Cell[])[]): string {
  // the mark at the beginning tells Excel that it is UTF-8
  return `\ufeff${rows.map((row) => `${row.map((cell) => quoted(written(cell))).join(',')}\r\n`).join('')}`;
}

export function tabbedText(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => row.map((cell) => written(cell).replace(/[\t\r\n]+/g, ' ')).join('\t')).join('\n');
}

function written(cell: Cell): string {
  if (cell === null) return '';
  // a coordinate has seven decimals
  if (typeof cell === 'number') return String(Math.round(cell * 1e7) / 1e7);
  return isFormula(cell) ? `'${cell}` : cell;
}

/** A spreadsheet would run it (full-width signs too, which some of them read as the narrow ones): an apostrophe makes it a text. */
function isFormula(text: string): boolean {
  // a negative number that somebody pasted is none
  if (/^-[\d.]+$/.test(text)) return false;
  return /^[\s\u200b\ufeff]*[=+\-@＝＋－＠]/.test(text) || /^[\t\r\n]/.test(text);
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
