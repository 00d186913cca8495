// A point as the API shows it: no personal values, only which of them there are.
import { toDegrees } from '../../core/coordinates.ts';
import { entityTag } from '../http/preconditions.ts';
import type { ShownPoint } from './stored.ts';
import type { FieldValue, PointSubject } from './subject.ts';

/** Answers, and the bodies of tags, are built in this one order. */
export function shownPoint(subject: PointSubject, region: string, point: ShownPoint) {
  const { id, source, reference, x, y, values, grid, baseGrid, dedicatedGrid, personal } = point;
  return {
    id,
    region,
    source,
    reference,
    ...Object.fromEntries(
      subject.fields.map(({ name, type }) => [
        name,
        type === 'worker' ? shownWorker(point, values[name]) : (values[name] ?? null),
      ]),
    ),
    lon: toDegrees(x),
    lat: toDegrees(y),
    grid,
    baseGrid,
    dedicatedGrid,
    pin: point.pinnedGridId === null ? null : { grid: grid?.code ?? '', reason: point.pinReason ?? '' },
    correctedByHand: point.correctedByHand,
    recordedAt: point.recordedAt,
    changeSequence: point.changeSequence,
    personalFields: subject.personalFields.filter((name) => personal[name] !== null),
  };
}

function shownWorker({ workerId }: ShownPoint, number: FieldValue | undefined) {
  return workerId === null ? null : { id: workerId, number: Number(number) };
}

export function tagOf(subject: PointSubject, region: string, point: ShownPoint): string {
  return entityTag(shownPoint(subject, region, point));
}
