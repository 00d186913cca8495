declare module 'which-polygon' {
  import type { FeatureCollection } from 'geojson';
  export default function whichPolygon(collection: FeatureCollection): (point: [number, number]) => unknown;
}
