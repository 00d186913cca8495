// The problems as a file for a spreadsheet: RFC 4180, a line each, headings in the current language.
import type { Quality } from '../../../../server/analysis/qualitySchemas.ts';
import type { Messages } from '../../../messages/en.ts';
import type { CoveragePlace } from './coveragePlaces.ts';

/** What has a place stands first, then the workers without a grid. */
export function coverageCsv(
  places: readonly CoveragePlace[],
  workers: Quality['workersWithoutGrids'],
  { coverage }: Messages,
): string {
  const text = coverage.csv;
  const lines = [
    [text.subject, text.kind, text.code, text.longitude, text.latitude, text.detail],
    ...places.map(({ subject, kind, code, lon, lat, detail }) => [
      text.subjects[subject],
      kind,
      code,
      String(lon),
      String(lat),
      detail,
    ]),
    ...workers.map(({ number }) => [text.subjects.worker, text.withoutGrid, String(number), '', '', '']),
  ];
  // the mark at the beginning tells Excel that it is UTF-8
  return `\ufeff${lines.map((cells) => `${cells.map(written).join(',')}\r\n`).join('')}`;
}

/** `gridwright-370215-coverage-2026-11-24.csv` */
export function coverageFileName(region: string, name: string, date: string): string {
  return `gridwright-${region}-${name}-${date}.csv`;
}

/** A spreadsheet would run what begins like a formula; numbers below zero are none. */
function written(cell: string): string {
  const isFormula = /^\s*[=+\-@＝＋－＠]/.test(cell) && !/^-?[\d.]+$/.test(cell);
  const text = isFormula ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
