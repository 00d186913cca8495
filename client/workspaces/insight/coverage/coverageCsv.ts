// The problems as a file for a spreadsheet: a line each, headings in the current language.
import type { Quality } from '../../../../server/analysis/qualitySchemas.ts';
import { csvText } from '../../../export/spreadsheet.ts';
import type { Messages } from '../../../messages/en.ts';
import type { CoveragePlace } from './coveragePlaces.ts';

/** What has a place stands first, then the workers without a grid. */
export function coverageCsv(
  places: readonly CoveragePlace[],
  workers: Quality['workersWithoutGrids'],
  { coverage }: Messages,
): string {
  const text = coverage.csv;
  return csvText([
    [text.subject, text.kind, text.code, text.longitude, text.latitude, text.detail],
    ...places.map(({ subject, kind, code, lon, lat, detail }) => [
      text.subjects[subject],
      kind,
      code,
      lon,
      lat,
      detail,
    ]),
    ...workers.map(({ number }) => [text.subjects.worker, text.withoutGrid, String(number), '', '', '']),
  ]);
}
