// Words of the workload page: its levels, its table, its weights.
import { formatsFor } from '../format.ts';

const format = formatsFor('en-GB');
const { amount, count } = format;
const tenths = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const plural = (value: number, one: string, many: string) => `${count(value)} ${value === 1 ? one : many}`;
/** Workers of an area are shares of workers. */
const workersOf = (workers: number) => `${amount(workers)} ${workers === 1 ? 'worker' : 'workers'}`;

export const workload = {
  level: {
    label: 'Rows of the table',
    grids: 'Grids',
    workers: 'Workers',
    communities: 'Communities',
    streets: 'Streets',
  },
  columnSets: { label: 'Columns', figures: 'Figures', parts: 'Parts' },
  columns: {
    name: { grids: 'Grid', workers: 'Worker', communities: 'Community', streets: 'Street' },
    index: 'Index',
    total: 'Hours',
    households: 'Households',
    incidents: 'Incidents',
    grids: 'Grids',
    workers: 'Workers',
    householdMinutes: 'Households',
    keyPersonMinutes: 'In need',
    incidentMinutes: 'Incidents',
    areaMinutes: 'Area',
  },
  hours: (minutes: number) => tenths.format(minutes / 60),
  hoursAWeek: 'Hours a week; the bar is as long as the work.',
  sharedWorkers: 'A worker of several areas counts in each by the minutes spent there.',
  rows: {
    grids: (rows: number) => plural(rows, 'grid', 'grids'),
    workers: (rows: number) => plural(rows, 'worker', 'workers'),
    communities: (rows: number) => plural(rows, 'community', 'communities'),
    streets: (rows: number) => plural(rows, 'street', 'streets'),
  },
  order: {
    name: { descending: 'last code first', ascending: 'in order of code' },
    index: { descending: 'highest workload first', ascending: 'lowest workload first' },
    total: { descending: 'most hours first', ascending: 'fewest hours first' },
    households: { descending: 'most households first', ascending: 'fewest households first' },
    incidents: { descending: 'most incidents first', ascending: 'fewest incidents first' },
    grids: { descending: 'most grids first', ascending: 'fewest grids first' },
    workers: { descending: 'most workers first', ascending: 'fewest workers first' },
    householdMinutes: {
      descending: 'most hours for households first',
      ascending: 'fewest hours for households first',
    },
    keyPersonMinutes: {
      descending: 'most hours for people in need first',
      ascending: 'fewest hours for people in need first',
    },
    incidentMinutes: {
      descending: 'most hours for incidents first',
      ascending: 'fewest hours for incidents first',
    },
    areaMinutes: {
      descending: 'most hours for the area first',
      ascending: 'fewest hours for the area first',
    },
  },
  listed: (rows: string, order: string) => `${rows}, ${order}`,
  found: (found: number, rows: string) => `${count(found)} of ${rows}`,
  table: {
    grids: 'Workload of the grids',
    workers: 'Workload of the workers',
    communities: 'Workload of the communities',
    streets: 'Workload of the streets',
  },
  row: (name: string, index: number | null, minutes: number, incidents: number) =>
    `${name}: ${index === null ? 'no index' : `index ${count(index)}`}, ${amount(minutes / 60)} hours a week, ${plural(incidents, 'incident', 'incidents')}`,
  find: 'Find in the table',
  findPlaceholder: 'Code or name',
  findPlaceholderWorkers: 'Number of a worker',
  nothingFound: (text: string) => `No row matches “${text}”.`,
  export: 'Save the table as a CSV file',

  balance: {
    title: {
      grids: (rows: number) => `Workload of ${plural(rows, 'grid', 'grids')}`,
      workers: (rows: number) => `Workload of ${plural(rows, 'worker', 'workers')}`,
      communities: (rows: number) => `Workload of ${plural(rows, 'community', 'communities')}`,
      streets: (rows: number) => `Workload of ${plural(rows, 'street', 'streets')}`,
    },
    chart: {
      grids: 'How many grids have which workload index',
      workers: 'How many workers have which workload index',
      communities: 'How many communities have which workload index',
      streets: 'How many streets have which workload index',
    },
    andMore: (from: number) => `${count(from)}+`,
    ratio: (value: number) => (value < 100 ? format.ratio(value) : count(value)),
    maximumDeviationExplained: 'How far the index farthest from 100 is from it',
    maxMinExplained: 'The highest index, as a multiple of the lowest',
    variationExplained: 'Standard deviation of the indices, in per cent of their mean',
    inBandExplained: 'Indices from 80 to 120',
  },

  legend: {
    counted: { grids: 'grids', workers: 'grids', communities: 'communities', streets: 'streets' },
    explained: {
      grids: 'Workload per worker, 100 = mean of the region. From 80 to 120 a grid is in band.',
      workers: 'A grid has the mean of its workers, who may have other grids too. 100 = mean of the region.',
      communities: 'What there is to do in a community for each of its workers, 100 = mean of the region.',
      streets: 'What there is to do in a street for each of its workers, 100 = mean of the region.',
    },
    preview: 'Preview: these weights are not saved.',
  },

  details: {
    kind: { workers: 'Worker', communities: 'Community', streets: 'Street' },
    clear: 'Clear the choice',
    total: 'Work a week',
    hours: (minutes: number) => `${amount(minutes / 60)} h`,
    gridsAndWorkers: (grids: number, workers: number) =>
      `${plural(grids, 'grid', 'grids')}, ${workersOf(workers)}`,
    gridsOfWorker: (grids: number) => plural(grids, 'grid', 'grids'),
    share: 'Of a grid with several workers, each has an equal share.',
    withoutWorker: (grids: number) =>
      `${plural(grids, 'grid has', 'grids have')} no worker. That work counts: somebody in the area has to do it.`,
    missing: (name: string) => `${name} has no grid in this region now.`,
    listLabel: (name: string) => `Grids of ${name}`,
  },

  period: {
    label: 'Incidents of the last',
    presets: { '7d': '7 d', '14d': '14 d', '30d': '30 d', '90d': '90 d', '12m': '12 mo' },
    presetsWhole: {
      '7d': '7 days',
      '14d': '14 days',
      '30d': '30 days',
      '90d': '90 days',
      '12m': '12 months',
    },
    custom: 'Incidents of',
    clear: 'Back to the last 12 months',
  },

  weights: {
    title: 'Weights',
    summary: (household: number, keyPerson: number, area: number) =>
      `A week: ${amount(household)} min a household, ${amount(keyPerson)} min a person in need, ${amount(area)} min a km².`,
    summaryIncidents: (least: number, most: number) =>
      least === most
        ? `An incident takes ${amount(most)} min.`
        : `An incident takes ${amount(least)} to ${amount(most)} min, by category.`,
    edit: 'Change the weights',
    intro: 'The map and the table follow as you change them. Nothing is saved yet.',
    each: {
      householdMinutes: 'Household',
      keyPersonMinutes: 'Person in need',
      areaMinutesPerKm2: 'Square kilometre',
    },
    groupWeekly: 'Minutes a week for each',
    groupIncidents: 'Minutes for an incident',
    field: (name: string) => `Minutes: ${name}`,
    slider: (name: string) => `Slider: ${name}`,
    was: (minutes: number) => `was ${format.ratio(minutes)}`,
    outOfRange: 'From 0 to 10,000',
    beforeAfter: 'Before and after',
    becomes: (before: string, after: string) => `${before} becomes ${after}`,
    changes: (grids: number) =>
      grids === 0 ? 'No grid changes its class.' : `${plural(grids, 'grid changes', 'grids change')} class`,
    changesMost: 'Change most',
    save: 'Save the weights',
    saving: 'Saving',
    defaults: 'Defaults',
    defaultsLong: 'Back to the defaults',
    cancel: 'Cancel',
    unchanged: 'Nothing changed yet',
    invalid: 'A field is empty or out of range',
    preview: 'Preview, not saved',
    failed: 'The weights did not load.',
    saveFailed: 'The weights were not saved.',
    conflict: (when: string) => `Other weights were saved on ${when}, and not by you.`,
    conflictBy: (who: string, when: string) => `${who} saved other weights on ${when}.`,
    conflictUndated: 'Somebody else went back to the defaults.',
    weight: 'Weight',
    mine: 'Yours',
    theirs: 'Theirs',
    takeTheirs: 'Take theirs',
    keepMine: 'Keep mine',
    saved: 'The weights are saved.',
  },

  csv: {
    name: { grids: 'grids', workers: 'workers', communities: 'communities', streets: 'streets' },
    preview: 'preview',
    code: 'Code',
    number: 'Number',
    placeName: 'Name',
    community: 'Community',
    street: 'Street',
    index: 'Workload index',
    total: 'Minutes a week',
    householdMinutes: 'Minutes a week: households',
    keyPersonMinutes: 'Minutes a week: people in need',
    incidentMinutes: 'Minutes a week: incidents',
    areaMinutes: 'Minutes a week: area',
    households: 'Households',
    incidents: 'Incidents',
    workers: 'Workers',
    grids: 'Grids',
    from: 'Incidents from',
    to: 'Incidents before',
  },
};
