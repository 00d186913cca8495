import { formatsFor } from '../format.ts';

const format = formatsFor('en-GB');
const { count } = format;

const incidents = (value: number) => (value === 1 ? '1 incident' : `${count(value)} incidents`);
const days = (value: number) => (value === 1 ? 'day' : `${count(value)} days`);
const signed = (value: number) => `${value > 0 ? '+' : value < 0 ? '−' : '±'}${count(Math.abs(value))}`;
/** Null: there was nothing to compare with. */
const change = (percent: number | null) => (percent === null ? '' : ` (${signed(percent)}%)`);

export const hotspots = {
  style: 'Show incidents as',
  styles: { density: 'Density', cells: 'Hexagons', points: 'Points' },
  cellM: 'Hexagon width',
  bandwidthM: 'Bandwidth',
  metres: (value: number) => `${count(value)}\u00a0m`,
  compare: 'Compare with',
  comparisons: { none: 'Nothing', before: 'Period before', year: 'Year before' },
  filters: 'Filters',
  noFilter: 'Every incident counts.',
  clear: 'Clear all',
  remove: (filter: string) => `Remove the filter ${filter}`,
  category: 'Category',
  severity: 'Severity',
  status: 'State',
  weekday: 'Weekday',
  hour: 'Hour',
  all: 'All',
  ofAll: (chosen: number, all: number) => `${count(chosen)} of ${count(all)}`,
  weekdays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  shortWeekdays: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  hourFrom: 'From',
  hourTo: 'Until',
  hourOf: (hour: number) => `${String(hour).padStart(2, '0')}:00`,
  hourRange: (from: number, to: number) =>
    `${String(from).padStart(2, '0')}:00–${String(to).padStart(2, '0')}:00`,
  wholeDay: 'Whole day',
  inHours: (value: number) => `${incidents(value)} in these hours.`,
  density: 'Incidents per km²',
  densityExplained: (bandwidth: string, range: string) =>
    `Reported ${range}. Each incident is spread by a Gaussian kernel with a standard deviation of ${bandwidth}, the same at every zoom.`,
  densityNear: 'From zoom 15 on, each incident by itself.',
  topAndMore: (value: string) => `${value}+`,
  perKm2: (value: number) => `${format.amount(value)} per km²`,
  hexagons: 'Incidents per hexagon',
  differences: 'More or fewer incidents',
  cellsColumn: 'cells',
  between: (from: number, to: number) => (from === to ? count(from) : `${count(from)}–${count(to)}`),
  more: (from: number, to: number) => (from === to ? signed(from) : `${signed(from)} to ${signed(to)}`),
  unchanged: 'No difference',
  hexagonsExplained: (width: string, range: string) =>
    `Reported ${range}. Hexagons are ${width} wide and never move; those without incidents are left out.`,
  differencesExplained: (width: string, range: string, before: string) =>
    `Reported ${range}, less those of ${before}. Hexagons are ${width} wide.`,
  pointsTitle: 'Incidents by category',
  pointsExplained:
    'In the overview, circles count the incidents around them; from zoom 15 on, each incident has the sign of its category.',
  open: 'Open',
  closed: 'Closed',
  region: (name: string) => `The whole of ${name}`,
  sentence: (value: number, beforeDays: number, before: number, percent: number | null) =>
    `${incidents(value)}, ${before === 0 ? 'none' : count(before)} in the ${days(beforeDays)} before${change(percent)}.`,
  sentenceYear: (value: number, before: number, percent: number | null) =>
    `${incidents(value)}, ${before === 0 ? 'none' : count(before)} in the same days a year before${change(percent)}.`,
  total: (value: number) => (value === 0 ? 'No incident.' : `${incidents(value)}.`),
  unassigned: (value: number) =>
    value === 0
      ? 'Every one of them has a grid.'
      : value === 1
        ? '1 of them lies in no grid; it is counted here, but for no grid.'
        : `${count(value)} of them lie in no grid; they are counted here, but for no grid.`,
  byCategory: 'By category',
  byWeekday: 'By weekday',
  byHour: 'By hour of the day',
  number: 'Incidents',
  numberBefore: 'Before',
  changeColumn: 'Change',
  signedPercent: (percent: number) => `${signed(percent)}%`,
  list: 'Places',
  asTable: 'Numbers as a table',
  hourBusiest: (hour: string, value: number) => `Most at ${hour}: ${incidents(value)}.`,
  densest: 'Densest places',
  highestCells: 'Highest hexagons',
  mostIncidents: 'Where most incidents are',
  changedCells: 'Greatest differences',
  places: (value: number) => `${count(value)}, highest first`,
  near: (code: string, name: string) => (name === '' ? `near ${code}` : `near ${code} ${name}`),
  cell: 'Hexagon',
  cellNear: (place: string) => `Hexagon ${place}`,
  cellWidth: (width: string, range: string) => `${width} wide · ${range}`,
  closeCell: 'Close the hexagon',
  cellTotal: (value: number) => (value === 0 ? 'No incident' : incidents(value)),
  inGrids: 'In these grids',
  noGrid: 'In no grid',
  tooltip: (value: number) => (value === 0 ? 'No incident' : incidents(value)),
  tooltipCompared: (value: number, before: number) =>
    `${incidents(value)}, ${before === 0 ? 'none' : count(before)} before (${signed(value - before)})`,
  time: 'Period',
  periodPresets: 'Period that ends today',
  presets: { '7d': '7 days', '14d': '14 days', '30d': '30 days', '90d': '90 days', '12m': '12 months' },
  play: 'Play week by week',
  pause: 'Pause',
  step: 'One week on',
  firstDay: 'First day of the period',
  lastDay: 'Last day of the period',
  bars: 'Incidents a week. Drag to choose a period.',
  week: (date: string, value: number) => `Week from ${date}: ${incidents(value)}`,
  weeksTable: 'Incidents by week',
  weekColumn: 'Week from',
  dragHint: 'Drag over the weeks to choose a period.',
  shown: (filters: number) =>
    filters === 0 ? 'What the map shows' : filters === 1 ? '1 filter' : `${count(filters)} filters`,
  failed: {
    statistics: 'The counts of incidents did not load.',
    cells: 'The hexagons did not load.',
    density: 'The density did not load.',
    cell: 'The incidents of the hexagon did not load.',
  },
  noIncidents: 'No incident passes these filters in this period.',
};
