// A FeatureCollection of Points, read as it comes.
import { StringDecoder } from 'node:string_decoder';
import { ProblemError } from '../errors.ts';
import {
  FeatureScanner,
  MalformedCollection,
  type ScannedFeature,
} from '../imports/readers/featureScanner.ts';
import { addPoint } from './ndjsonReader.ts';
import { type PointBatch, type PointReader, shown } from './pointBatch.ts';

export class GeoJsonReader implements PointReader {
  /** Each feature says for itself. */
  readonly hasIds = false;
  readonly #decoder = new StringDecoder('utf8');
  readonly #scanner = new FeatureScanner();
  #isFirst = true;

  push(piece: Buffer, batch: PointBatch): void {
    const text = this.#decoder.write(piece);
    this.#read(() => {
      for (const feature of this.#scanner.push(this.#isFirst ? text.replace(/^\uFEFF/, '') : text)) {
        addFeature(feature, batch);
      }
    });
    this.#isFirst = false;
  }

  finish(): void {
    this.#read(() => {
      const { type } = this.#scanner.finish();
      if (type !== 'FeatureCollection') {
        throw new ProblemError(400, 'Bad request', `type is ${shown(type)}: it must be "FeatureCollection"`);
      }
    });
  }

  #read(read: () => void): void {
    try {
      read();
    } catch (error) {
      if (!(error instanceof MalformedCollection)) throw error;
      throw new ProblemError(400, 'Bad request', `after feature ${error.index}: ${error.message}`);
    }
  }
}

function addFeature(feature: ScannedFeature, batch: PointBatch): void {
  if (!('text' in feature)) {
    batch.addError(undefined, feature.reason);
    return;
  }
  let value: unknown;
  try {
    value = JSON.parse(feature.text);
  } catch {
    batch.addError(undefined, `is not JSON: ${shown(feature.text)}`);
    return;
  }
  addPoint(value, batch);
}
