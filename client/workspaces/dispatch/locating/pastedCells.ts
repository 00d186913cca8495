// The cells of a pasted line, whatever separates them.

/** Full-width digits and marks to plain ones, no-break spaces to spaces, invisible marks away. */
export function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u200B-\u200F\u2060\uFEFF]/g, '')
    .replace(/[、；，]/g, ',');
}

/** Tabs as from a spreadsheet, else semicolons, else commas; quoted as in CSV, where a quote inside is written twice. */
export function cellsOf(text: string): string[] {
  const line = text.includes('\t') ? text : plain(text);
  const separator = line.includes('\t') ? '\t' : line.includes(';') ? ';' : ',';
  const cells: string[] = [];
  let at = 0;
  while (at <= line.length) {
    const quoted = /^\s*"((?:[^"]|"")*)"\s*/.exec(line.slice(at));
    const end = quoted === null ? -1 : at + quoted[0].length;
    if (quoted !== null && (end === line.length || line[end] === separator)) {
      cells.push(quoted[1]!.replaceAll('""', '"'));
      at = end + 1;
      continue;
    }
    const next = line.indexOf(separator, at);
    cells.push(line.slice(at, next === -1 ? undefined : next));
    if (next === -1) break;
    at = next + 1;
  }
  return cells;
}
