// The places behind the lines of the coverage page, as the list, the map and the export name them.
import type { Quality } from '../../../../server/analysis/qualitySchemas.ts';
import type { Defects, GridWorkload, Unassigned } from '../../../../server/analysis/schemas.ts';
import type { ListedPlace } from '../../../legend/PlaceList.svelte';
import type { Messages } from '../../../messages/en.ts';
import type { LineId } from '../../../state/coverageView.ts';
import { formatCode, shortCode, shortCodes } from '../../../state/gridCodes.ts';
import { listedDefects } from '../../../state/listedDefects.ts';
import type { Selection } from '../../../state/viewState.ts';

export interface CoveragePlace extends ListedPlace {
  line: LineId;
  subject: 'boundaries' | 'household' | 'incident' | 'grid';
  /** In words. */
  kind: string;
  code: string;
  selection: Selection;
  /** Feature id of a household or an incident. */
  id?: string;
}

export interface Found {
  quality: Quality;
  defects: Defects;
  unassigned: Unassigned | undefined;
  /** By code; without it a grid without a worker has no position yet. */
  grids: ReadonlyMap<string, GridWorkload>;
}

export interface Naming {
  words: Messages;
  nameOf: (place: { name: string; nameEn: string }) => string;
}

/** In the order of the lines. */
export function coveragePlaces(found: Found, naming: Naming): CoveragePlace[] {
  return [
    ...defectPlaces(found.defects, naming),
    ...unassignedPlaces(found.unassigned, naming),
    ...gridPlaces(found, naming),
  ];
}

function defectPlaces(defects: Defects, { words }: Naming): CoveragePlace[] {
  return listedDefects(defects).map(({ key, defect, refused }) => {
    const kind = words.defects[defect.kind];
    return {
      key,
      line: `${refused ? 'refused' : 'published'}-${defect.kind}` as LineId,
      subject: 'boundaries',
      kind: refused ? words.coverage.csv.refused(kind) : kind,
      code: defect.grids.join(' '),
      lon: defect.lon,
      lat: defect.lat,
      title: refused ? words.defects.refusedKind(kind) : kind,
      detail: shortCodes(defect.grids).join(', '),
      selection: { kind: 'point', lon: defect.lon, lat: defect.lat },
    };
  });
}

function unassignedPlaces(unassigned: Unassigned | undefined, { words }: Naming): CoveragePlace[] {
  return (unassigned?.points ?? []).map(
    ({ kind, id, reference, lon, lat, nearestGrid, distanceM, cause }) => ({
      key: `${kind}-${id}`,
      id,
      line: `unassigned-${cause}` as const,
      subject: kind,
      kind: words.coverage.csv.causes[cause],
      code: reference,
      lon,
      lat,
      title: words.coverage.places[kind](reference),
      detail:
        nearestGrid === null || distanceM === null
          ? words.unassigned.noNearest
          : words.unassigned.nearest(shortCode(nearestGrid.code), words.format.distance(distanceM)),
      selection: { kind: 'point', lon, lat },
    }),
  );
}

function gridPlaces({ quality, grids }: Found, { words, nameOf }: Naming): CoveragePlace[] {
  return quality.gridsWithoutWorkers.flatMap(({ code, ...names }): CoveragePlace[] => {
    const grid = grids.get(code);
    if (grid === undefined) return [];
    return [
      {
        key: code,
        line: `grids-${grid.kind}`,
        subject: 'grid',
        kind: words.coverage.csv.withoutWorker,
        code,
        lon: grid.labelPoint[0],
        lat: grid.labelPoint[1],
        bounds: grid.bbox,
        title: formatCode(code),
        detail: nameOf(names) || nameOf(grid.community),
        selection: { kind: 'grid', code },
      },
    ];
  });
}
