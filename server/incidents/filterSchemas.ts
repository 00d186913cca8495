import { Type } from 'typebox';
import { incidentStatuses } from '../snapshot/points.ts';
import type { IncidentFilterName } from './incidentFilter.ts';

const Filter = (description: string, example: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: 500, description, examples: [example] }));

/** For the query of a route that shows incidents. */
export const incidentFilters = {
  category: Filter('Only incidents of these categories, with commas between', 'water,noise'),
  status: Filter(
    `Only incidents in these states, with commas between: ${incidentStatuses.join(', ')}`,
    'received,dispatched',
  ),
  severity: Filter(
    'Only incidents of these severities, with commas between: 1 low, 2 normal, 3 high, 4 urgent',
    '3,4',
  ),
  weekday: Filter(
    "Only incidents reported on these days of the week in the region's time zone, with commas between: 1 Monday to 7 Sunday",
    '6,7',
  ),
  hour: Filter(
    "Only incidents reported in these hours of the day in the region's time zone: the first one, and the one at which it ends; 22-6 goes over midnight",
    '22-6',
  ),
  from: Filter(
    "Only incidents reported from then on: a date (midnight in the region's time zone) or an RFC 3339 instant",
    '2026-08-01',
  ),
  to: Filter('Only incidents reported before then: a date or an instant', '2026-09-01'),
} satisfies Record<IncidentFilterName, unknown>;
