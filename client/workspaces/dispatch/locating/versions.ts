/** As the server lists them, newest first. */
export interface BoundaryVersion {
  version: number;
  /** Null: from the beginning. */
  effectiveFrom: string | null;
  recordedAt: string;
  changedGrids: number;
}
