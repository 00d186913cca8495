// Answers for a batch of points as text: compact rows as CSV or JSON, or the full answer of GET /api/locate.
import { csvField } from '../csvLine.ts';
import type { Queryable } from '../database.ts';
import { type GridWorker, workersOfGrids } from '../snapshot/details.ts';
import type { BatchLocator, Candidate } from './batchLocator.ts';
import { inNoRegionJson, isAmbiguous, locationJson } from './locationJson.ts';
import type { PointBatch, PointId } from './pointBatch.ts';

export interface AnswerOptions {
  locator: BatchLocator;
  /** Default: nothing is said about ambiguity. */
  accuracyM?: number | undefined;
}

/** Writes the answers for a whole batch whose boundaries were prepared. */
export type WriteAnswers = (batch: PointBatch) => string;

/** The first line of a CSV answer. */
export function csvHeader(hasIds: boolean, accuracyM: number | undefined): string {
  const ambiguous = accuracyM === undefined ? '' : ',ambiguous';
  return `${hasIds ? 'id' : 'row'},code,baseCode,dedicatedCode,metres${ambiguous},error\n`;
}

export function csvAnswers({ locator, accuracyM }: AnswerOptions, hasIds: boolean): WriteAnswers {
  const noGrid = accuracyM === undefined ? ',,,,,' : ',,,,,,';
  const inNoRegion = accuracyM === undefined ? ',,,,,\n' : ',,,,,false,\n';
  return (batch) => {
    let text = '';
    for (let row = 0; row < batch.length; row += 1) {
      const number = batch.firstRow + row;
      text += hasIds ? csvField(batch.ids[row]) : number;
      const error = batch.errors[row];
      if (error !== undefined) {
        text += `${noGrid}${csvField(`row ${number} ${error}`)}\n`;
        continue;
      }
      const x = batch.x(row);
      const y = batch.y(row);
      if (!locator.locate(x, y)) {
        text += inNoRegion;
        continue;
      }
      const base = locator.base?.code ?? '';
      const dedicated = locator.dedicated?.code ?? '';
      text += `,${dedicated || base},${base},${dedicated},`;
      if (accuracyM === undefined) {
        text += `${centimetres(locator.measureEdge(x, y))},\n`;
      } else {
        locator.measureAll(x, y);
        text += `${centimetres(locator.result.edgeM)},${isAmbiguous(locator.result, accuracyM)},\n`;
      }
    }
    return text;
  };
}

/** One JSON object a point. */
export function compactAnswers({
  locator,
  accuracyM,
}: AnswerOptions): (batch: PointBatch, row: number) => string {
  return (batch, row) => {
    const error = batch.errors[row];
    const id = batch.ids[row];
    const number = batch.firstRow + row;
    if (error !== undefined) return errorJson(number, id, error);
    const x = batch.x(row);
    const y = batch.y(row);
    const name = id === undefined ? `{"row":${number}` : `{"id":${JSON.stringify(id)}`;
    if (!locator.locate(x, y)) {
      const ambiguous = accuracyM === undefined ? '' : ',"ambiguous":false';
      return `${name},"code":null,"baseCode":null,"dedicatedCode":null,"metres":null${ambiguous}}`;
    }
    const base = locator.base && JSON.stringify(locator.base.code);
    const dedicated = locator.dedicated && JSON.stringify(locator.dedicated.code);
    const codes = `"code":${dedicated ?? base},"baseCode":${base ?? null},"dedicatedCode":${dedicated ?? null}`;
    if (accuracyM === undefined)
      return `${name},${codes},"metres":${centimetres(locator.measureEdge(x, y))}}`;
    locator.measureAll(x, y);
    const ambiguous = isAmbiguous(locator.result, accuracyM);
    return `${name},${codes},"metres":${centimetres(locator.result.edgeM)},"ambiguous":${ambiguous}}`;
  };
}

/** Who worked the grids of a region at the time that was asked for. */
export type WorkersThen = ReadonlyMap<Candidate, ReadonlyMap<string, readonly GridWorker[]>>;

export function fullAnswers(
  { locator, accuracyM }: AnswerOptions,
  workersThen: WorkersThen,
): (batch: PointBatch, row: number) => string {
  return (batch, row) => {
    const error = batch.errors[row];
    const id = batch.ids[row];
    const number = batch.firstRow + row;
    if (error !== undefined) return errorJson(number, id, error);
    const x = batch.x(row);
    const y = batch.y(row);
    const name = id === undefined ? `{"row":${number}` : `{"id":${JSON.stringify(id)}`;
    if (!locator.locate(x, y)) return `${name},${inNoRegionJson(x, y).slice(1)}`;
    locator.measureAll(x, y);
    const { base, dedicated, result } = locator;
    const candidate = locator.candidate!;
    const then = workersThen.get(candidate);
    const location = locationJson(x, y, {
      region: candidate.region,
      snapshot: candidate.snapshot!,
      base,
      dedicated,
      nearest: result,
      accuracyM,
      workers: then && (then.get((dedicated ?? base)!.gridId) ?? []),
    });
    return `${name},${location.slice(1)}`;
  };
}

/** For the regions that were prepared with an instant; of the others the boundaries know the workers of now. */
export async function readWorkersThen(
  database: Queryable,
  locator: BatchLocator,
  known: Map<Candidate, ReadonlyMap<string, readonly GridWorker[]>>,
): Promise<void> {
  for (const candidate of locator.prepared()) {
    if (candidate.at === undefined || known.has(candidate)) continue;
    known.set(candidate, await workersOfGrids(database, candidate.region.regionId, candidate.at));
  }
}

function errorJson(row: number, id: PointId | undefined, error: string): string {
  const name = id === undefined ? '' : `,"id":${JSON.stringify(id)}`;
  return `{"row":${row}${name},"error":${JSON.stringify(error)}}`;
}

function centimetres(metres: number): number {
  return Math.round(metres * 100) / 100;
}
