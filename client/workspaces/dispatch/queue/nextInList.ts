/** The id of the incident after (or before) the chosen one; the first one where none of the list is chosen. */
export function nextInList(
  rows: readonly { id: string }[],
  chosen: string | null,
  by: 1 | -1,
): string | undefined {
  const at = rows.findIndex(({ id }) => id === chosen);
  if (at === -1) return rows[0]?.id;
  return rows[at + by]?.id;
}
