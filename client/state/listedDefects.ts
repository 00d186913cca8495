import type { CoverageDefect, Defects } from '../../server/analysis/schemas.ts';

export interface ListedDefect {
  key: string;
  defect: CoverageDefect;
  /** Found in a file that was refused, so not in the boundaries in force. */
  refused: boolean;
}

/** Defects of the boundaries in force first, then those of the last refused import. */
export function listedDefects(defects: Defects | undefined): ListedDefect[] {
  const published = (defects?.published?.defects ?? []).map((defect, index) => ({
    key: `published-${index}`,
    defect,
    refused: false,
  }));
  const refused = (defects?.refusedImport?.defects ?? []).map((defect, index) => ({
    key: `refused-${index}`,
    defect,
    refused: true,
  }));
  return [...published, ...refused];
}
