// Whole sentences only; a sentence with a number is a function. zh-CN.ts has the same keys, or it does not compile.
// The words of workspaces that are fetched later are in en/later.ts.

import { actor, commands, keys, share } from './en/commands.ts';
import { coverage } from './en/coverage.ts';
import { hotspots } from './en/hotspots.ts';
import type { LaterMessages } from './en/later.ts';
import { search } from './en/search.ts';
import { shell } from './en/shell.ts';
import { workload } from './en/workload.ts';
import { formatsFor } from './format.ts';

const format = formatsFor('en-GB');
const { count } = format;

/** Rounded as the index beside it is, but never to nothing. */
const excess = (by: number) => (by < 1 ? format.amount(by) : count(by));

const plural = (value: number, one: string, many: string) => `${count(value)} ${value === 1 ? one : many}`;

export const en = {
  format,
  isChinese: false,
  name: 'Gridwright',

  shell,
  hotspots,

  insight: {
    panel: 'What the map shows',
    pages: 'Pages of Insight',
    page: { coverage: 'Coverage', hotspots: 'Hotspots', workload: 'Workload' },
  },

  coverage,

  search,
  commands,
  keys,
  actor,
  share,

  measures: {
    label: 'Colour the grids by',
    workload: 'Workload',
    households: 'Households',
    incidents: 'Incidents',
  },

  periods: {
    label: 'Incidents of the last',
    '7d': '7 days',
    '14d': '14 days',
    '30d': '30 days',
    '90d': '90 days',
    '12m': '12 months',
  },

  legend: {
    workload: 'Workload index',
    workloadExplained: 'Workload per worker, 100 = mean of the region. From 80 to 120 a grid is in band.',
    households: 'Households',
    householdsExplained: 'Households in each grid.',
    incidents: 'Incidents',
    incidentsExplained: (range: string) => `Incidents reported in each grid, ${range}.`,
    grids: 'grids',
    below: (limit: number) => `Below ${count(limit)}`,
    from: (limit: number) => `${count(limit)} and more`,
    /** The upper limit belongs to the next class. */
    fromTo: (from: number, to: number) => `${count(from)} to ${count(to)}`,
    /** Both limits occur. */
    between: (from: number, to: number) => (from === to ? count(from) : `${count(from)}–${count(to)}`),
    withoutWorker: 'No worker',
  },

  layers: {
    label: 'On the map',
    values: 'Grid colours',
    incidents: 'Incidents',
    households: 'Households',
    unassigned: 'Without a grid',
    defects: 'Coverage defects',
    explain: (layer: string) => `What ${layer} shows`,
    heat: 'Density of the incidents of the period. From zoom 15 on, each of them.',
    open: 'Open',
    closed: 'Closed',
    householdCells: 'The area of a circle is its number of households; from zoom 15 on, each one.',
    noDefects: 'No defect.',
    showMore: (next: number, left: number) =>
      next === left ? `Show the other ${count(left)}` : `Show ${count(next)} more of ${count(left)}`,
  },

  overview: {
    sentence: (grids: number, dedicated: number, streets: number, communities: number, area: string) =>
      `${plural(grids, 'grid', 'grids')}${dedicated === 0 ? '' : ` and ${plural(dedicated, 'dedicated grid', 'dedicated grids')}`} in ${plural(streets, 'street', 'streets')} and ${plural(communities, 'community', 'communities')}, on ${area}.`,
    people: (households: number, people: number, workers: number) =>
      `${plural(households, 'household', 'households')} with ${plural(people, 'person', 'people')}; ${plural(workers, 'worker', 'workers')}.`,
    openIncidents: (open: number) =>
      open === 0 ? 'No open incident.' : `${plural(open, 'open incident', 'open incidents')}.`,
    coverageExact: (date: string) => `The coverage is exact: no gap and no overlap (checked on ${date}).`,
    coverageDefects: (defects: number) =>
      `The coverage has ${plural(defects, 'defect', 'defects')}, marked on the map.`,
    coverageUnchecked: 'The coverage has not been checked yet.',
    refusedImport: (file: string | null, defects: number) =>
      `The last import of grids${file === null ? '' : ` (${file})`} was refused: ${plural(defects, 'defect', 'defects')}, marked on the map.`,
    noneUnassigned: 'Every household and incident has a grid.',
    withoutWorker: (grids: number) =>
      grids === 0 ? 'Every grid has a worker.' : `${plural(grids, 'grid has', 'grids have')} no worker.`,
  },

  balance: {
    mean: '100 = mean per worker',
    chartRange: 'Index',
    chartCount: 'Grids',
    maximumDeviation: 'Max. deviation',
    maxMin: 'Max/min',
    variation: 'Variation (CV)',
    inBand: 'In band',
    inBandOf: (inBand: number, all: number) => `${count(inBand)} of ${count(all)}`,
    noWorkers: 'No grid has a worker yet, so there is no workload per worker.',
    unbounded: 'unbounded',
    inBandSentence: (inBand: number, all: number) =>
      `${count(inBand)} of ${count(all)} are in band, 80 to 120.`,
  },

  workload,

  list: { none: '–' },

  grid: {
    details: 'Details of the selection',
    base: 'Grid',
    dedicated: 'Dedicated grid',
    selected: (code: string, name: string) => `Grid ${code} ${name} selected.`,
    zoomTo: 'Zoom to',
    clear: 'Clear the selection',
    path: 'Path',
    area: 'Area',
    boundaries: 'Boundaries',
    versionSince: (version: number, date: string) => `Version ${count(version)}, since ${date}`,
    versionAlways: (version: number) => `Version ${count(version)}, from the beginning`,
    workload: 'Workload',
    minutes: (minutes: number) => `${format.amount(minutes)} min`,
    hours: (minutes: number) => `${format.amount(minutes / 60)} h a week`,
    parts: { households: 'Households', keyPersons: 'People in need', incidents: 'Incidents', area: 'Area' },
    partsLabel: 'Parts of the workload, in minutes a week',
    index: 'Workload index',
    inBand: 'In band',
    over: (by: number) => `${excess(by)} over`,
    under: (by: number) => `${excess(by)} under`,
    noIndex: 'None without a worker',
    households: 'Households',
    people: 'People',
    incidents: 'Incidents',
    openIncidents: 'Open now',
    workers: 'Workers',
    worker: (number: number) => `Worker ${number}`,
    noWorker: 'This grid has no worker',
    missing: (code: string) =>
      `There is no grid ${code} in this region. It may have been retired, or the link is from another region.`,
  },

  location: {
    point: 'Point',
    title: 'Position',
    inside: 'inside',
    away: (distance: string) => `${distance} away`,
    toEdge: (distance: string) => `${distance} to the edge`,
    inGridLabel: (name: string) => (name === '' ? 'first choice' : `${name}, first choice`),
    runnerUpLabel: (name: string) => (name === '' ? 'runner-up' : `${name}, runner-up`),
    nearestLabel: (name: string) => (name === '' ? 'nearest' : `${name}, nearest`),
    facts: (name: string, workers: number, open: number) =>
      [
        ...(name === '' ? [] : [name]),
        workers === 0 ? 'no worker' : plural(workers, 'worker', 'workers'),
        open === 0 ? 'no open incident' : `${count(open)} open`,
      ].join(' · '),
    ambiguous: 'Ambiguous: two grids are possible',
    ambiguousOutside: 'Ambiguous: it may lie in no grid',
    ambiguousDetail: (accuracy: string, code: string, distance: string) =>
      `The point is accurate to ${accuracy}, but the edge towards ${code} is ${distance} away. Ask the caller.`,
    ambiguousEdge: (accuracy: string, distance: string) =>
      `The point is accurate to ${accuracy}, but the edge of the grid is ${distance} away. Ask the caller.`,
    unassigned: 'In no grid',
    unassignedDetail: (region: string) => `The point lies in no grid of ${region}. The nearest one is below.`,
    noRegion: 'In no region',
    noRegionDetail: 'The point lies outside every region that this server keeps.',
    baseGrid: 'Base grid below',
    coordinates: 'Coordinates',
    answer: (code: string, distance: string) => `Grid ${code}, ${distance} to the edge.`,
  },

  unassigned: {
    household: 'Household without a grid',
    incident: 'Incident without a grid',
    nearest: (code: string, distance: string) => `${distance} from ${code}`,
    noNearest: 'No grid near',
  },

  defects: {
    gap: 'Gap',
    overlap: 'Overlap',
    'unmatched-edge': 'Unmatched edge',
    'self-intersection': 'Self-intersection',
    'duplicate-code': 'Duplicate code',
    'bad-code': 'Bad code',
    refusedKind: (kind: string) => `${kind} (refused import)`,
  } as Record<CoverageDefectKind, string> & { refusedKind: (kind: string) => string },

  incident: {
    described: (category: string, status: string, when: string) => `${category} · ${status} · ${when}`,
    categories: {
      water: 'Water and drains',
      refuse: 'Refuse',
      noise: 'Noise',
      parking: 'Parking',
      lighting: 'Lights and power',
      fire: 'Fire hazard',
      dispute: 'Dispute',
      other: 'Other',
    } as Record<string, string>,
    /** From low to urgent, by number. */
    severities: { 1: 'low', 2: 'normal', 3: 'high', 4: 'urgent' } as Record<number, string>,
    statuses: {
      received: 'Received',
      dispatched: 'Dispatched',
      in_hand: 'In hand',
      checked: 'Checked',
      closed: 'Closed',
    } as Record<string, string>,
  },

  states: {
    loading: 'Loading',
    retry: 'Retry',
    copy: 'Copy the command',
    copied: 'Copied',
    regionsFailed: 'The regions did not load.',
    summaryFailed: 'The figures of the region did not load.',
    workloadFailed: 'The grids and their workload did not load.',
    unassignedFailed: 'The points without a grid did not load.',
    defectsFailed: 'The coverage check did not load.',
    locationFailed: 'The grid at this point could not be looked up.',
    tilesFailed: {
      areas: 'The limits of streets and communities did not load.',
      grids: 'The limits of the grids did not load.',
      blocks: 'The blocks on the map did not load.',
      roads: 'The roads on the map did not load.',
      water: 'The water on the map did not load.',
      households: 'The households on the map did not load.',
      incidents: 'The incidents on the map did not load.',
    },
    noAnswer: 'The server does not answer.',
    unreadable: 'What was answered is not an answer of the server.',
    answered: (status: number, title: string, detail: string) =>
      `The server answered ${status}: ${detail === '' ? title : detail}`,
    noRegions: 'No region yet',
    noRegionsDetail:
      'Here a district appears on a map, with its grids, households, incidents and workload. To begin with an invented city, run:',
    unknownRegion: (code: string) => `There is no region ${code}`,
    unknownRegionDetail: 'The link may be from another server.',
    showRegion: (region: string) => `Show ${region}`,
    noGrids: (region: string) => `${region} has no grids yet`,
    noGridsDetail:
      'Here its grids appear, coloured by workload, households or incidents. To import their boundaries, run:',
    mapUnavailable: 'The map cannot be drawn',
    mapUnavailableDetail: 'This browser offers no WebGL 2. The list of grids and the search work without it.',
  },
};

type CoverageDefectKind =
  | 'gap'
  | 'overlap'
  | 'unmatched-edge'
  | 'self-intersection'
  | 'duplicate-code'
  | 'bad-code';

export type FirstMessages = typeof en;
export type Messages = FirstMessages & LaterMessages;
