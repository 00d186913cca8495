import { fetchIncidentCells, type IncidentQuery } from '../api.ts';
import type { CellUse } from './protocol.ts';

/** The region's incidents counted in hexagons, made ready for the map by the worker. */
export async function askCells(
  region: string,
  query: IncidentQuery,
  cellM: number,
  use: CellUse,
  signal: AbortSignal,
) {
  // most sessions never count in cells: what does comes when it is needed
  const [answer, { prepareCells }] = await Promise.all([
    fetchIncidentCells(region, query, cellM, signal),
    import('./cellWork.ts'),
  ]);
  return { ...(await prepareCells(answer, use)), use };
}
