// The filters that are set, each in a word, with what takes it away.
import type { Messages } from '../../../../messages/en.ts';
import type { IncidentChoice } from '../../../../state/hotspotsView.ts';

export interface ActiveFilter {
  key: string;
  label: string;
  without: Partial<IncidentChoice>;
}

export function activeFilters(choice: IncidentChoice, { hotspots, incident }: Messages): ActiveFilter[] {
  const one = <Value extends string | number>(
    name: 'categories' | 'severities' | 'statuses' | 'weekdays',
    values: readonly Value[],
    label: (value: Value) => string,
  ): ActiveFilter[] =>
    values.map((value) => ({
      key: `${name}-${value}`,
      label: label(value),
      without: { [name]: values.filter((other) => other !== value) },
    }));
  return [
    ...one('categories', choice.categories, (code) => incident.categories[code] ?? code),
    ...one('severities', choice.severities, (severity) => incident.severities[severity] ?? String(severity)),
    ...one('statuses', choice.statuses, (status) => incident.statuses[status] ?? status),
    ...one('weekdays', choice.weekdays, (weekday) => hotspots.weekdays[weekday - 1]!),
    ...(choice.hours === null
      ? []
      : [
          {
            key: 'hours',
            label: hotspots.hourRange(choice.hours.from, choice.hours.to),
            without: { hours: null },
          },
        ]),
  ];
}
