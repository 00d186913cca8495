// A plain map from a vector archive with the layers of Protomaps' basemap: ground, water, streets and buildings, in our
// colours, and no more, because the boundaries are the subject.
import type {
  ExpressionSpecification,
  FillLayerSpecification,
  FilterSpecification,
  LineLayerSpecification,
} from 'maplibre-gl';
import type { MapColours } from './colours.ts';
import { kindIs } from './inputs.ts';

/** Without `source`: whose archive it is, is not known here. */
type Drawn =
  | (Omit<FillLayerSpecification, 'source'> & { source?: never })
  | (Omit<LineLayerSpecification, 'source'> & { source?: never });

export interface ArchiveLayer {
  sourceLayer: string;
  layer: Drawn;
}

const greens = [
  ...[
    'park',
    'nature_reserve',
    'national_park',
    'protected_area',
    'forest',
    'wood',
    'grass',
    'grassland',
    'meadow',
  ],
  ...[
    'scrub',
    'garden',
    'golf_course',
    'cemetery',
    'farmland',
    'orchard',
    'vineyard',
    'village_green',
    'wetland',
  ],
];
const built = [
  'industrial',
  'commercial',
  'retail',
  'school',
  'university',
  'hospital',
  'aerodrome',
  'railway',
];

export function archiveLayers(colours: MapColours): ArchiveLayer[] {
  return [
    fill('earth', 'earth', colours.land),
    fill('landcover', 'landcover', colours.green, kindIs(...greens)),
    fill('landuse', 'built', colours.built, kindIs(...built)),
    fill('landuse', 'green', colours.green, kindIs(...greens)),
    fill('natural', 'natural', colours.green, kindIs(...greens)),
    fill('water', 'water', colours.water, ['==', ['geometry-type'], 'Polygon']),
    line('water', 'streams', colours.water, width(0.5, 2, 12), ['==', ['geometry-type'], 'LineString']),
    fill('buildings', 'buildings', colours.built, undefined, colours.roadCasing, 14),
    line('roads', 'paths', colours.road, width(0.1, 0.8, 4), kindIs('path', 'other'), 13),
    line('roads', 'rails', colours.roadCasing, width(0.4, 1, 3), kindIs('rail')),
    line('roads', 'street-casings', colours.roadCasing, width(0.6, 4, 26), isStreet, 12),
    line('roads', 'streets', colours.road, width(0.4, 3, 22), isStreet),
    line('roads', 'main-casings', colours.roadCasing, width(2.4, 8, 34), isMain),
    line('roads', 'mains', colours.road, width(1.4, 6, 30), isMain),
    line('boundaries', 'boundaries', colours.lineStrong, width(0.6, 1, 1.4), undefined, 0, [4, 3]),
  ];
}

/** Names of both published versions of that schema. */
const isStreet = kindIs('minor_road', 'medium_road');
const isMain = kindIs('major_road', 'highway');

function fill(
  sourceLayer: string,
  id: string,
  colour: string,
  filter?: FilterSpecification,
  outline?: string,
  minzoom = 0,
): ArchiveLayer {
  return {
    sourceLayer,
    layer: {
      id,
      type: 'fill',
      minzoom,
      ...(filter === undefined ? {} : { filter }),
      paint: { 'fill-color': colour, ...(outline === undefined ? {} : { 'fill-outline-color': outline }) },
    },
  };
}

function line(
  sourceLayer: string,
  id: string,
  colour: string,
  lineWidth: ExpressionSpecification,
  filter?: FilterSpecification,
  minzoom = 0,
  dashes?: number[],
): ArchiveLayer {
  return {
    sourceLayer,
    layer: {
      id,
      type: 'line',
      minzoom,
      ...(filter === undefined ? {} : { filter }),
      layout: { 'line-cap': dashes === undefined ? 'round' : 'butt', 'line-join': 'round' },
      paint: {
        'line-color': colour,
        'line-width': lineWidth,
        ...(dashes === undefined ? {} : { 'line-dasharray': dashes }),
      },
    },
  };
}

/** In pixels. */
function width(atZoom11: number, atZoom15: number, atZoom19: number): ExpressionSpecification {
  return ['interpolate', ['exponential', 1.6], ['zoom'], 11, atZoom11, 15, atZoom15, 19, atZoom19];
}
