/** The part of a long list of rows of one height that is worth drawing. */
export interface VisibleRows {
  first: number;
  /** Not included. */
  end: number;
}

const overscan = 8;

export function visibleRows(
  count: number,
  rowHeight: number,
  scrollTop: number,
  height: number,
): VisibleRows {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - overscan);
  const end = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + overscan);
  return { first: Math.min(first, end), end };
}

/** Where to scroll so that a row is whole in sight; undefined: it is already. */
export function scrollToShow(
  row: number,
  rowHeight: number,
  scrollTop: number,
  height: number,
): number | undefined {
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  return top + rowHeight > scrollTop + height ? top + rowHeight - height : undefined;
}
