// Everything that keeps a partition from being an exact coverage.
import { type CellOptions, findCellDefects, type PartitionDefect } from './defects.ts';
import type { Partition } from './partition.ts';
import { findUnmatchedEdges } from './unmatchedEdges.ts';

export function findPartitionDefects(
  partition: Partition,
  faceCount: number,
  options: CellOptions,
): PartitionDefect[] {
  const { defects, isOpen } = findCellDefects(partition, faceCount, options);
  // where gaps are allowed, grids may lie as near to each other as they like
  return options.gapsAllowed ? defects : [...defects, ...findUnmatchedEdges(partition, isOpen)];
}
