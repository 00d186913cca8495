declare module 'which-polygon' {
  import type { FeatureCollection, MultiPolygon } from 'geojson';
  export default function whichPolygon<Properties>(
    collection: FeatureCollection<MultiPolygon, Properties>,
  ): (point: [number, number]) => Properties | null;
}
