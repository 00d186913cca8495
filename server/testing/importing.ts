// Imports of files that a test writes itself.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FixedMultiPolygon, toDegrees } from '../../core/coordinates.ts';
import type { Database } from '../database.ts';
import { type ImportFileRequest, importFile } from '../imports/importFile.ts';
import type { ImportResult } from '../imports/request.ts';

export interface ImportedText extends Omit<ImportFileRequest, 'path' | 'source'> {
  /** Its extension says what it is. */
  name: string;
  content: string | Uint8Array;
  source?: string;
}

/** Writes the content into a file and imports that. */
export async function importText(
  database: Database,
  { name, content, source = 'test', ...request }: ImportedText,
): Promise<ImportResult> {
  const folder = mkdtempSync(join(tmpdir(), 'gridwright-import-'));
  try {
    const path = join(folder, name);
    writeFileSync(path, content);
    return await importFile(database, { ...request, path, source });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A FeatureCollection of grids, as somebody else's program would write it. */
export function gridCollection(
  grids: readonly { code: string; kind: string; name: string; nameEn: string; polygons: FixedMultiPolygon }[],
): string {
  const features = grids.map(({ code, kind, name, nameEn, polygons }) => ({
    type: 'Feature',
    properties: { code, kind, name, name_en: nameEn },
    geometry: { type: 'MultiPolygon', coordinates: polygons.map((polygon) => polygon.map(closedRing)) },
  }));
  return JSON.stringify({ type: 'FeatureCollection', features });
}

function closedRing(ring: Int32Array): number[][] {
  const positions: number[][] = [];
  for (let i = 0; i < ring.length; i += 2) positions.push([toDegrees(ring[i]!), toDegrees(ring[i + 1]!)]);
  return [...positions, positions[0]!];
}
