import { formatsFor } from '../format.ts';

const { count, amount } = formatsFor('en-GB');

const plural = (value: number, one: string, many: string) => `${count(value)} ${value === 1 ? one : many}`;

/** Rounded as the index beside it is, but never to nothing. */
const excess = (by: number) => (by < 1 ? amount(by) : count(by));

/** 0.3% and 99.7% stay apart from none and all. */
const share = (part: number) => {
  const percent = part * 100;
  if (percent > 99.9999) return 'all';
  if (percent > 0 && percent < 1) return 'less than 1%';
  if (percent > 99 && percent < 100) return 'more than 99%';
  return `${count(percent)}%`;
};

export const plan = {
  panel: 'Boundary versions',
  details: 'Balance and details',
  inForce: 'Boundaries in force',
  grids: (base: number, dedicated: number) =>
    dedicated === 0
      ? plural(base, 'grid', 'grids')
      : `${plural(base, 'grid', 'grids')} and ${plural(dedicated, 'dedicated grid', 'dedicated grids')}`,
  versions: 'Versions',
  version: (version: number) => `Version ${count(version)}`,
  since: (date: string) => `In force since ${date}`,
  from: (date: string) => `In force from ${date}`,
  fromBeginning: 'In force from the beginning',
  recorded: (when: string, actor: string | null) =>
    actor === null ? `Recorded ${when}` : `Recorded ${when} by ${actor}`,
  source: (source: string) => `Source: ${source}`,
  now: 'in force',
  later: 'not yet in force',
  changed: (grids: number) =>
    grids === 0
      ? 'No grid added, changed or retired'
      : `${plural(grids, 'grid', 'grids')} added, changed or retired`,
  first: (grids: number) => `The first version: ${plural(grids, 'grid', 'grids')}`,
  showChanges: (version: number) => `Show what version ${count(version)} changed`,
  compare: 'What changed',
  compareFrom: 'From version',
  compareTo: 'To version',
  clear: 'Show no changes',
  compared: (from: number, to: number) => `From version ${count(from)} to version ${count(to)}`,
  comparedCount: (grids: number) =>
    grids === 0
      ? 'No grid has other land.'
      : `${plural(grids, 'grid has', 'grids have')} other land; striped on the map.`,
  change: { added: 'New', changed: 'Changed', retired: 'Retired' },
  noSuchVersion: (version: number) => `There is no version ${count(version)} in this region.`,
  sameVersion: 'Choose two different versions.',
  keeps: (part: number) => `Keeps ${share(part)} of its land.`,
  gives: (part: number, households: number, code: string) =>
    households === 0
      ? `Gives ${share(part)} of its land to ${code}, but no household.`
      : `Gives ${share(part)} of its land and ${plural(households, 'household', 'households')} to ${code}.`,
  givesNone: (part: number, households: number) =>
    households === 0
      ? `Loses ${share(part)} of its land to no grid, but no household.`
      : `Loses ${share(part)} of its land and ${plural(households, 'household', 'households')} to no grid.`,
  takes: (area: string, households: number, code: string) =>
    households === 0
      ? `Takes ${area} from ${code}, but no household.`
      : `Takes ${area} and ${plural(households, 'household', 'households')} from ${code}.`,
  householdsNow: 'Households as recorded now.',
  balance: 'Balance',
  balanceCaption: 'Workload per worker, 100 = mean of the region',
  maximumDeviation: 'Max. deviation',
  maxMin: 'Max/min',
  inBandOf: (grids: number) => `In band, of ${count(grids)}`,
  strip: 'How many grids have which workload index',
  noWorkers: 'No grid has a worker yet, so there is no workload per worker.',
  unbounded: 'unbounded',
  andMore: (index: number) => `${count(index)}+`,
  choose: 'Choose a grid on the map, in the changes or by search: its figures and its neighbours stand here.',
  neighbours: 'Neighbours',
  neighboursCaption: 'longest shared edge first',
  sharedEdge: (distance: string) => `${distance} shared`,
  roomBelow: (by: number) => `${excess(by)} below the upper limit`,
  overLimit: (by: number) => `${excess(by)} above the upper limit`,
  noRoom: 'at the upper limit',
  noWorker: 'no worker',
  noNeighbours: 'No grid shares an edge with this one.',
  legend: 'Workload index',
  legendChanged: 'other land in the versions compared',
  noVersions: 'No boundary version yet',
  noVersionsDetail:
    'The first import of grids makes version 1; each later one is listed here with what it changed.',
  failed: 'The boundary versions did not load.',
  changesFailed: 'What changed between the versions did not load.',
  neighboursFailed: 'The neighbours of the grid did not load.',
  pill: 'Versions',
};
