// From state and answers to what the layers are made of. Pure: the same state gives the same map.
import type { Defects, GridWorkload, Unassigned } from '../../server/analysis/schemas.ts';
import type { Location } from '../../server/locate/schemas.ts';
import type { GridLabel, GridPlate, LocatedPoint, MarkedPoint } from '../layers/inputs.ts';
import type { Messages } from '../messages/en.ts';
import { abbreviateCodes, shortCode } from '../state/gridCodes.ts';
import { measureOf, zoomWhereWide } from '../state/gridRows.ts';
import { listedDefects } from '../state/listedDefects.ts';
import type { Bounds } from '../state/view.svelte.ts';
import type { Selection } from '../state/viewState.ts';
import { measureOfRow, type WorkloadRow } from '../state/workloadRows.ts';
import type { Measure } from '../state/workloadView.ts';
import { boundsOf } from './bounds.ts';

export interface Wording {
  words: Messages;
  nameOf: (place: { name: string; nameEn: string }) => string;
}

/** A grid narrower than this carries no label, nor one narrower than its label. */
const leastWidthPx = 44;
const digitPx = 6;

/** Labels of the grids in view, with the value of the measure if there is one; grids that carry a plate have none. Dedicated grids show their name first. */
export function gridLabels(
  grids: readonly GridWorkload[],
  bounds: Bounds | null,
  measure: Measure | null,
  platedCodes: readonly string[],
  { words, nameOf }: Wording,
): GridLabel[] {
  const inView = grids.filter(({ bbox }) => bounds === null || overlap(bbox, bounds));
  const titles = abbreviateCodes(
    inView.filter(({ kind }) => kind === 'base').map(({ code }) => code),
    platedCodes[0],
  );
  return inView
    .filter(({ code }) => !platedCodes.includes(code))
    .map((grid) => {
      const value = measure === null ? null : measureOf(measure, grid);
      const title =
        (grid.kind === 'dedicated' ? nameOf(grid) : titles.get(grid.code)) || shortCode(grid.code);
      return {
        code: grid.code,
        lon: grid.labelPoint[0],
        lat: grid.labelPoint[1],
        title,
        value: value === null ? '' : words.format.count(value),
        minZoom: zoomWhereWide(grid.bbox, Math.max(leastWidthPx, title.length * digitPx)),
      };
    });
}

/** The selected grid, and of a located point the grid that would be next. */
export function plates(
  grid: GridWorkload | undefined,
  location: Location | undefined,
  grids: readonly GridWorkload[],
  { words, nameOf }: Wording,
): GridPlate[] {
  const plate = (role: GridPlate['role'], of: GridWorkload, subtitle: string): GridPlate => ({
    role,
    lon: of.labelPoint[0],
    lat: of.labelPoint[1],
    title: shortCode(of.code),
    subtitle,
    above: false,
  });
  if (grid !== undefined && location === undefined) {
    const [west, , east, north] = grid.bbox;
    return [{ ...plate('firstChoice', grid, nameOf(grid)), lon: (west + east) / 2, lat: north, above: true }];
  }
  const next =
    location?.runnerUp == null ? undefined : grids.find(({ code }) => code === location.runnerUp?.grid.code);
  const text = words.location;
  return [
    ...(next === undefined
      ? []
      : [
          plate(
            'runnerUp',
            next,
            location?.grid == null ? text.nearestLabel(nameOf(next)) : text.runnerUpLabel(nameOf(next)),
          ),
        ]),
    ...(grid === undefined ? [] : [plate('firstChoice', grid, text.inGridLabel(nameOf(grid)))]),
  ];
}

/**
 * Instead of those of the grids: the value of each community or street, in the middle of its ground.
 * @param isNamed the map has its name already: the value alone
 */
export function areaRowLabels(
  rows: readonly WorkloadRow[],
  bounds: Bounds | null,
  measure: Measure,
  isNamed: boolean,
  { words, nameOf }: Wording,
): GridLabel[] {
  return rows.flatMap((row) => {
    const { key, place, grids } = row;
    const bbox = boundsOf(grids.map((grid) => grid.bbox));
    if (place === null || (bounds !== null && !overlap(bbox, bounds))) return [];
    const number = measureOfRow(measure, row);
    const value = number === null ? '' : words.format.count(number);
    const title = isNamed ? value : nameOf(place) || shortCode(key);
    return {
      code: key,
      // of all its grids, the label point nearest to the middle: that of the whole may lie outside of it
      ...nearestLabelPoint(grids, bbox),
      title,
      value: isNamed ? '' : value,
      minZoom: zoomWhereWide(bbox, Math.max(leastWidthPx, title.length * digitPx)),
    };
  });
}

function nearestLabelPoint(grids: readonly GridWorkload[], [west, south, east, north]: Bounds) {
  const [middleLon, middleLat] = [(west + east) / 2, (south + north) / 2];
  const distance = ([lon, lat]: readonly [number, number]) => Math.hypot(lon - middleLon, lat - middleLat);
  const nearest = grids.reduce((best, grid) =>
    distance(grid.labelPoint) < distance(best.labelPoint) ? grid : best,
  );
  return { lon: nearest.labelPoint[0], lat: nearest.labelPoint[1] };
}

export function locatedPoint(
  selection: Selection,
  location: Location | undefined,
  { words }: Wording,
): LocatedPoint | undefined {
  if (selection.kind !== 'point') return undefined;
  const nearest = location?.nearestEdgePoint ?? null;
  return {
    lon: selection.lon,
    lat: selection.lat,
    accuracyM: selection.accuracyM,
    edge:
      nearest === null || location?.distanceToEdgeM == null
        ? undefined
        : {
            lon: nearest[0],
            lat: nearest[1],
            label: words.location.toEdge(words.format.distance(location.distanceToEdgeM)),
          },
  };
}

export function unassignedMarks(unassigned: Unassigned | undefined): MarkedPoint[] {
  return (unassigned?.points ?? []).map(({ kind, id, lon, lat }) => ({ key: `${kind}-${id}`, lon, lat }));
}

export function defectMarks(defects: Defects | undefined): MarkedPoint[] {
  return listedDefects(defects).map(({ key, defect }) => ({ key, lon: defect.lon, lat: defect.lat }));
}

function overlap(a: readonly number[], b: Bounds): boolean {
  return a[0]! <= b[2] && a[2]! >= b[0] && a[1]! <= b[3] && a[3]! >= b[1];
}
