// Households and incidents: single points close up, counted cells where points would crowd. No reference, address or name
// leaves through a tile.

import { incidentFilterNames } from '../incidents/incidentFilter.ts';
import { incidentTest } from '../incidents/rowFilter.ts';
import { incidentStatuses } from '../snapshot/points.ts';
import type { PointTable } from '../snapshot/pointTable.ts';
import { crowd, singlePointZoom } from './drawPoints.ts';
import { indexOf } from './pointIndex.ts';
import type { Field, PointLayer, PointSource } from './tileLayer.ts';

type Rows = Pick<PointSource, 'values' | 'test'>;

function source(table: PointTable<Record<never, never>>, rows: Rows): PointSource {
  const { id, x, y } = table.columns;
  return { index: indexOf(table), id, x, y, length: table.length, ...rows };
}

function sourceLayer(name: string, fields: Readonly<Record<string, Field>>): PointLayer['sourceLayers'] {
  return [
    {
      name,
      description: `From zoom ${singlePointZoom} on points with an id; below, and where more than ${crowd} share a tile, counted cells without one`,
      minzoom: 0,
      fields: { ...fields, count: { type: 'Number', description: 'Points in the cell; absent on a point' } },
    },
  ];
}

export const households: PointLayer = {
  id: 'households',
  name: 'Households',
  description: 'Households as recorded now',
  minzoom: 0,
  maxzoom: 18,
  subject: 'households',
  filters: [],
  sourceLayers: sourceLayer('households', {
    people: { type: 'Number', description: 'People who live there' },
    key_persons: { type: 'Number', description: 'Of them, people who are visited regularly' },
  }),
  points({ points }) {
    const { people, keyPersons } = points.households.columns;
    return source(points.households, {
      values: (row) => [people[row], keyPersons[row]],
      test: () => undefined,
    });
  },
};

export const incidents: PointLayer = {
  id: 'incidents',
  name: 'Incidents',
  description: 'Incidents as recorded now; all of them, or those that the filters leave',
  minzoom: 0,
  maxzoom: 18,
  subject: 'incidents',
  filters: incidentFilterNames,
  sourceLayers: sourceLayer('incidents', {
    category: { type: 'String', description: "The category's code" },
    severity: { type: 'Number', description: '1 low, 2 normal, 3 high, 4 urgent' },
    status: { type: 'String', description: 'received, dispatched, in_hand, checked or closed' },
    reported: {
      type: 'Number',
      description: 'When it was reported, in seconds since 1970-01-01T00:00:00Z',
    },
  }),
  points({ points, region }) {
    const { category, severity, status, reportedAt } = points.incidents.columns;
    return source(points.incidents, {
      values: (row) => [
        points.categories[category[row]!],
        severity[row],
        incidentStatuses[status[row]!],
        Math.round(reportedAt[row]! / 1000),
      ],
      test: (filter) => incidentTest(points, filter, region.timeZone),
    });
  },
};
