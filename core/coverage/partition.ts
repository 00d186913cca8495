// All that a coverage is checked by: the segments, what touches what, the chains, and the cells between them.
import type { FixedMultiPolygon } from '../coordinates.ts';
import { type Cells, findCells } from './cells.ts';
import { type Chains, joinChains } from './chains.ts';
import { insertVertices } from './insertVertices.ts';
import { findContacts } from './segmentContacts.ts';
import { indexSegments, type SegmentIndex } from './segmentIndex.ts';
import { loadSegments, type Segments } from './segments.ts';
import { type SplitSegments, splitCrossings } from './splitCrossings.ts';

export interface Partition {
  segments: Segments;
  index: SegmentIndex;
  chains: Chains;
  /** The segments and chains of the cells: cut at crossings where there are any, else the same as above. */
  cut: Segments | SplitSegments;
  cutChains: Chains;
  cells: Cells;
  /** Flat pairs of crossing segments. */
  crossings: number[];
  /** What was inserted: a vertex, and the faces on whose segment it lay. */
  inserted: { x: number; y: number; faces: number[] }[];
}

export function partitionPlane(faces: readonly FixedMultiPolygon[]): Partition {
  const inserted: Partition['inserted'] = [];
  let noded = faces;
  for (;;) {
    const segments = loadSegments(noded);
    const index = indexSegments(segments);
    const contacts = findContacts(segments, index);
    if (contacts.vertexOnSegment.length === 0) {
      const chains = joinChains(segments);
      const cut = contacts.crossings.length === 0 ? segments : splitCrossings(segments, contacts.crossings);
      const cutChains = cut === segments ? chains : joinChains(cut);
      const cells = findCells(cut, cutChains, segments, index);
      return { segments, index, chains, cut, cutChains, cells, crossings: contacts.crossings, inserted };
    }
    inserted.push(...describeInsertions(segments, contacts.vertexOnSegment));
    noded = insertVertices(noded, segments, contacts.vertexOnSegment);
  }
}

function describeInsertions(segments: Segments, vertexOnSegment: readonly number[]): Partition['inserted'] {
  const insertions: Partition['inserted'] = [];
  for (let i = 0; i < vertexOnSegment.length; i += 2) {
    const vertex = vertexOnSegment[i]!;
    const segment = vertexOnSegment[i + 1]!;
    const faces = new Set([segments.left[segment]!, segments.right[segment]!]);
    for (const side of segments.doubled) if (side.segment === segment) faces.add(side.face);
    faces.delete(-1);
    insertions.push({
      x: segments.x[vertex]!,
      y: segments.y[vertex]!,
      faces: [...faces].sort((a, b) => a - b),
    });
  }
  return insertions;
}
