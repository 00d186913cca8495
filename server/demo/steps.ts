// The demo city as the records of imports, one step a file.
import { type FixedMultiPolygon, toDegrees } from '../../core/coordinates.ts';
import type {
  DemoCity,
  DemoGrid,
  DemoHousehold,
  DemoIncident,
  DemoWater,
} from '../../fixtures/demoCity/index.ts';
import type { ImportMode } from '../imports/job.ts';
import type { ImportKind } from '../imports/kinds.ts';
import type { ReadItem } from '../imports/readers/record.ts';

/** In the order of loading: the second version relocates the points, workers work the newest grids. */
export const stepNames = [
  'areas',
  'roads',
  'water',
  'blocks',
  'boundary version 1',
  'households',
  'incidents',
  'boundary version 2',
  'workers',
] as const;
type StepName = (typeof stepNames)[number];

export interface DemoStep {
  name: StepName;
  kind: ImportKind;
  mode: ImportMode;
  total: number;
  effectiveFrom?: string;
  /** Read from the beginning each time. */
  records: () => Iterable<ReadItem>;
}

/** In the order of `stepNames`. */
export function demoSteps(city: DemoCity): DemoStep[] {
  const [first, second] = city.gridVersions;
  return [
    step('areas', 'areas', city.areas, (area) => ({
      properties: {
        code: area.code,
        kind: area.kind,
        name: area.name,
        name_en: area.nameEn,
        parent: area.parentCode,
      },
    })),
    step('roads', 'roads', city.roads, ({ line, ...road }) => ({
      properties: named(road),
      geometry: lineGeometry(line),
    })),
    step('water', 'water', city.water, (water) => ({
      properties: named(water),
      geometry: waterGeometry(water),
    })),
    step('blocks', 'blocks', city.blocks, ({ polygons, ...block }) => ({
      properties: named(block),
      geometry: polygonGeometry(polygons),
    })),
    gridStep('boundary version 1', first!),
    { ...step('households', 'households', city.households, householdRecord), total: city.householdCount },
    { ...step('incidents', 'incidents', city.incidents, incidentRecord), total: city.incidentCount },
    gridStep('boundary version 2', second!),
    step('workers', 'workers', city.workers, (worker) => ({
      properties: {
        reference: worker.reference,
        number: worker.number,
        name: worker.name,
        phone: worker.phone,
        grids: worker.gridCodes,
        since: worker.from,
      },
    })),
  ];
}

interface Content {
  properties: Record<string, unknown>;
  geometry?: unknown;
}

function step<Item>(
  name: StepName,
  kind: ImportKind,
  items: Iterable<Item>,
  content: (item: Item) => Content,
): DemoStep {
  return {
    name,
    kind,
    mode: 'upsert',
    total: Array.isArray(items) ? items.length : 0,
    *records() {
      let row = 0;
      for (const item of items) yield { row: ++row, ...content(item) };
    },
  };
}

function gridStep(name: StepName, { effectiveFrom, grids }: DemoCity['gridVersions'][number]): DemoStep {
  const content = ({ polygons, code, kind, name: local, nameEn }: DemoGrid) => ({
    properties: { code, kind, name: local, name_en: nameEn },
    geometry: polygonGeometry(polygons),
  });
  const base = { ...step(name, 'grids', grids, content), mode: 'replace' as const };
  return effectiveFrom === undefined ? base : { ...base, effectiveFrom };
}

function householdRecord(household: DemoHousehold): Content {
  const { reference, people, keyPersons, building, address, x, y } = household;
  return {
    properties: { reference, people, key_persons: keyPersons, building, address },
    geometry: pointGeometry(x, y),
  };
}

function incidentRecord(incident: DemoIncident): Content {
  const { reference, category, severity, status, address, description, x, y } = incident;
  return {
    properties: {
      reference,
      category,
      severity,
      status,
      reported_at: incident.reportedAt,
      closed_at: incident.closedAt,
      accuracy_m: incident.accuracyM,
      address,
      description,
    },
    geometry: pointGeometry(x, y),
  };
}

function named({
  reference,
  kind,
  name,
  nameEn,
}: {
  reference: string;
  kind: string;
  name: string;
  nameEn: string;
}) {
  return { reference, kind, name, name_en: nameEn };
}

function pointGeometry(x: number, y: number): unknown {
  return { type: 'Point', coordinates: [toDegrees(x), toDegrees(y)] };
}

function lineGeometry(lines: readonly Int32Array[]): unknown {
  return { type: 'MultiLineString', coordinates: lines.map(positions) };
}

function polygonGeometry(polygons: FixedMultiPolygon): unknown {
  const closed = (ring: Int32Array) => {
    const open = positions(ring);
    return [...open, open[0]!];
  };
  return { type: 'MultiPolygon', coordinates: polygons.map((polygon) => polygon.map(closed)) };
}

function waterGeometry(water: DemoWater): unknown {
  return 'polygons' in water ? polygonGeometry(water.polygons) : lineGeometry(water.lines);
}

function positions(ordinates: Int32Array): number[][] {
  const result: number[][] = [];
  for (let i = 0; i < ordinates.length; i += 2)
    result.push([toDegrees(ordinates[i]!), toDegrees(ordinates[i + 1]!)]);
  return result;
}
