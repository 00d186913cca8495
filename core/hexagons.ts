// Hexagons of equal size in metres that cover a region: counted in them, a place means the same at every zoom.
//
// The plane is the equidistant conic projection that touches the ellipsoid at the origin's latitude. North of it and south
// of it lengths are true; across, they are too long by half the square of the angle to that latitude: 4e-5 at 0.5° (55 km),
// 1e-3 at 2.5°. Along the meridian the ellipsoid's own curvature adds 1e-4 at 0.5°. A plain equirectangular plane would
// be off by 6e-3 at 0.5° on 36° N, and a cell at the edge of a county visibly smaller than one in its middle.
import { radiiOfCurvatureM } from './ellipsoid.ts';

/** Column and row of a cell, in axial coordinates: rows lie north of each other, columns lean with them. */
export type Hexagon = readonly [q: number, r: number];

type Position = [lon: number, lat: number];

export interface HexagonGrid {
  /** The cell that a point in degrees lies in. */
  cellAt(lon: number, lat: number): [q: number, r: number];
  /** The corners in degrees from the north counter-clockwise, the first again at the end. Neighbours have the same numbers. */
  ring(cell: Hexagon): Position[];
  /** Degrees */
  centre(cell: Hexagon): Position;
}

const degree = Math.PI / 180;

/** So near to the equator its cone would be a cylinder: the tangent is laid here, 1 km away. */
const leastLatitude = 0.01 * degree;

/** Corners in halves of the width and quarters of the height, from the cell's centre. */
const corners = [
  [0, 2],
  [-1, 1],
  [-1, -1],
  [0, -2],
  [1, -1],
  [1, 1],
  [0, 2],
] as const;

/**
 * @param origin degrees: the centre of cell [0, 0]
 * @param cellM metres between parallel sides
 * @throws RangeError when it is not positive
 */
export function hexagonGrid(origin: readonly [number, number], cellM: number): HexagonGrid {
  if (!(cellM > 0)) throw new RangeError(`a cell of ${cellM} m: it must be wider than nothing`);
  const plane = conicPlane(origin);
  const halfWidth = cellM / 2;
  const quarterHeight = cellM / (2 * Math.sqrt(3));
  /** Every centre and corner of every cell is one of these, so that shared ones come from the same numbers. */
  const latticePoint = (x: number, y: number) => plane.degreesAt(x * halfWidth, y * quarterHeight);
  return {
    cellAt(lon, lat) {
      const [x, y] = plane.metresAt(lon, lat);
      const r = y / (3 * quarterHeight);
      return nearestCell(x / cellM - r / 2, r);
    },
    ring: ([q, r]) => corners.map(([x, y]) => latticePoint(2 * q + r + x, 3 * r + y)),
    centre: ([q, r]) => latticePoint(2 * q + r, 3 * r),
  };
}

/** Rounds fractional axial coordinates: of three that sum to 0, the one rounded farthest follows from the others. */
function nearestCell(q: number, r: number): [number, number] {
  const s = -q - r;
  const [roundQ, roundR, roundS] = [Math.round(q), Math.round(r), Math.round(s)];
  const [offQ, offR, offS] = [Math.abs(roundQ - q), Math.abs(roundR - r), Math.abs(roundS - s)];
  if (offQ > offR && offQ > offS) return [-roundR - roundS + 0, roundR + 0];
  if (offR > offS) return [roundQ + 0, -roundQ - roundS + 0];
  return [roundQ + 0, roundR + 0];
}

/** Metres east and north of the origin. */
function conicPlane([originLon, originLat]: readonly [number, number]) {
  const latitude = originLat * degree;
  const tangent = Math.abs(latitude) < leastLatitude ? leastLatitude : latitude;
  const { across, along } = radiiOfCurvatureM(tangent);
  const sine = Math.sin(tangent);
  /** From the cone's tip to the origin. */
  const reach = across / Math.tan(tangent) - along * (latitude - tangent);
  return {
    metresAt(lon: number, lat: number): Position {
      const angle = sine * (lon - originLon) * degree;
      const distance = reach - along * (lat - originLat) * degree;
      return [distance * Math.sin(angle), reach - distance * Math.cos(angle)];
    },
    degreesAt(x: number, y: number): Position {
      const toTip = Math.sign(reach);
      const angle = Math.atan2(toTip * x, toTip * (reach - y));
      const distance = toTip * Math.hypot(x, reach - y);
      return [originLon + angle / sine / degree, originLat + (reach - distance) / along / degree];
    },
  };
}
