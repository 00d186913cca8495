// Defects in plain words, with codes instead of faces.
import type { Fixed, FixedMultiPolygon } from '../coordinates.ts';
import type { CoverageGrid, Defect } from '../coverage.ts';
import { labelPoint } from '../geodesy.ts';
import type { PartitionDefect } from './defects.ts';

export function describeDefect(
  { kind, faces, point, areaM2, lengthM }: PartitionDefect,
  codes: readonly string[],
  repairM: number | undefined,
): Defect {
  const grids = faces.map((face) => codes[face]!);
  const [x, y] = point();
  const advice = repairM === undefined ? '' : `; --repair ${repairM} would mend it`;
  return {
    kind,
    grids,
    x: x as Fixed,
    y: y as Fixed,
    ...(areaM2 !== undefined && { areaM2 }),
    ...(lengthM !== undefined && { lengthM }),
    ...(repairM !== undefined && { repairM }),
    message: sentence(kind, listCodes(grids), areaM2, lengthM) + advice,
  };
}

/** Codes that are used twice, or do not fit the region's pattern. */
export function findCodeDefects(grids: readonly CoverageGrid[], pattern: RegExp = /./): Defect[] {
  const defects: Defect[] = [];
  for (const [i, { code, polygons }] of grids.entries()) {
    const add = (kind: Defect['kind'], message: string) => {
      const [x, y] = pointOf(polygons);
      defects.push({ kind, grids: [code], x, y, message });
    };
    if (code === '') add('bad-code', 'A grid has no code');
    else if (!pattern.test(code))
      add('bad-code', `The code “${code}” does not fit the pattern ${pattern.source}`);
    if (grids[i - 1]?.code === code) add('duplicate-code', `The code ${code} is given to more than one grid`);
  }
  return defects;
}

function sentence(kind: PartitionDefect['kind'], grids: string, areaM2 = 0, lengthM?: number): string {
  switch (kind) {
    case 'gap':
      return `A gap of ${measure(areaM2)} m² between ${grids}`;
    case 'overlap':
      return `${grids} overlap on ${measure(areaM2)} m²`;
    case 'unmatched-edge':
      return `The edges of ${grids} nearly meet along ${measure(lengthM ?? 0)} m, but do not match`;
    case 'self-intersection':
      return lengthM === undefined
        ? `The boundary of ${grids} crosses or folds over itself around ${measure(areaM2)} m²`
        : `The boundary of ${grids} runs twice along the same ${measure(lengthM)} m`;
  }
}

function listCodes(codes: readonly string[]): string {
  if (codes.length <= 1) return codes[0] ?? 'no grid';
  if (codes.length <= 4) return `${codes.slice(0, -1).join(', ')} and ${codes[codes.length - 1]}`;
  return `${codes.slice(0, 3).join(', ')} and ${codes.length - 3} more`;
}

/** Three significant digits, without an exponent. */
function measure(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

function pointOf(polygons: FixedMultiPolygon): [Fixed, Fixed] {
  const hasRing = polygons.some(([shell]) => (shell?.length ?? 0) >= 6);
  return hasRing ? labelPoint(polygons) : [0 as Fixed, 0 as Fixed];
}
