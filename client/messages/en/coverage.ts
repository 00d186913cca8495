import { formatsFor } from '../format.ts';

const { count } = formatsFor('en-GB');

const plural = (value: number, one: string, many: string) => `${count(value)} ${value === 1 ? one : many}`;

const both = (households: number, incidents: number) =>
  households === 0
    ? plural(incidents, 'incident', 'incidents')
    : incidents === 0
      ? plural(households, 'household', 'households')
      : `${plural(households, 'household', 'households')} and ${plural(incidents, 'incident', 'incidents')}`;

const lie = (households: number, incidents: number) => (households + incidents === 1 ? 'lies' : 'lie');

export const coverage = {
  title: 'Can the data be trusted?',
  lines: 'What was checked',
  details: 'Places that need attention',
  verdict: {
    fits: 'Everything fits',
    fitsDetail: 'No defect, every point in a grid, a worker everywhere, and fresh data.',
    attention: (lines: number) =>
      lines === 1 ? '1 thing needs attention' : `${count(lines)} things need attention`,
    attentionDetail: 'The boundaries are exact. What is listed below is left out of some figures.',
    blockingDetail: (defects: number) =>
      `${plural(defects, 'defect', 'defects')} in the boundaries: a point near one may be given to the wrong grid, or to none.`,
    uncheckedDetail: 'Whether the boundaries are exact is not known: no check covers them yet.',
  },
  state: { blocking: 'Blocking', warning: 'Warning', fine: 'In order' },
  groups: {
    boundaries: 'Boundaries',
    points: 'Households and incidents',
    people: 'Workers',
    freshness: 'How fresh it is',
  },
  noDefect: 'No gap and no overlap between the grids.',
  defects: {
    gap: (defects: number) => `${plural(defects, 'gap', 'gaps')} between grids.`,
    overlap: (defects: number) =>
      defects === 1
        ? '1 place belongs to two grids at once.'
        : `${count(defects)} places belong to two grids at once.`,
    'unmatched-edge': (defects: number) =>
      defects === 1
        ? '1 edge differs between two neighbours.'
        : `${count(defects)} edges differ between two neighbours.`,
    'self-intersection': (defects: number) =>
      defects === 1 ? '1 outline crosses itself.' : `${count(defects)} outlines cross themselves.`,
    'duplicate-code': (defects: number) =>
      defects === 1 ? '1 code stands for two grids.' : `${count(defects)} codes stand for two grids.`,
    'bad-code': (defects: number) =>
      defects === 1 ? '1 code is not a grid code.' : `${count(defects)} codes are not grid codes.`,
  },
  refused: {
    gap: (defects: number) => `Refused import: ${plural(defects, 'gap', 'gaps')} between grids.`,
    overlap: (defects: number) => `Refused import: ${plural(defects, 'overlap', 'overlaps')} of grids.`,
    'unmatched-edge': (defects: number) =>
      `Refused import: ${plural(defects, 'edge that differs', 'edges that differ')} between neighbours.`,
    'self-intersection': (defects: number) =>
      `Refused import: ${plural(defects, 'outline that crosses itself', 'outlines that cross themselves')}.`,
    'duplicate-code': (defects: number) =>
      `Refused import: ${plural(defects, 'code for two grids', 'codes for two grids')}.`,
    'bad-code': (defects: number) =>
      `Refused import: ${plural(defects, 'code that is no grid code', 'codes that are no grid codes')}.`,
  },
  refusedDetail: (file: string | null, date: string) =>
    file === null
      ? `Tried on ${date}; it changed nothing.`
      : `${file}, tried on ${date}; it changed nothing.`,
  everyPoint: 'Every household and incident lies in a grid.',
  unassigned: {
    outside: (households: number, incidents: number) =>
      `${both(households, incidents)} ${lie(households, incidents)} outside the grids.`,
    enclave: (households: number, incidents: number) =>
      `${both(households, incidents)} ${lie(households, incidents)} in an enclave of another region.`,
    gap: (households: number, incidents: number) =>
      `${both(households, incidents)} ${lie(households, incidents)} in a gap between grids.`,
  },
  unassignedDetail: 'No grid and no worker answers for them.',
  withoutWorker: {
    base: (grids: number) =>
      grids === 0 ? 'Every grid has a worker.' : `${plural(grids, 'grid has', 'grids have')} no worker.`,
    dedicated: (grids: number) =>
      grids === 0
        ? 'Every dedicated grid has a worker.'
        : `${plural(grids, 'dedicated grid has', 'dedicated grids have')} no worker.`,
  },
  withoutGrid: (workers: number) =>
    workers === 0 ? 'Every worker has a grid.' : `${plural(workers, 'worker has', 'workers have')} no grid.`,
  withoutGridTitle: 'Has no grid now',
  fresh: {
    grids: (rows: number) => plural(rows, 'grid', 'grids'),
    areas: (rows: number) => plural(rows, 'street and community', 'streets and communities'),
    workers: (rows: number) => plural(rows, 'worker', 'workers'),
    households: (rows: number) => plural(rows, 'household', 'households'),
    incidents: (rows: number) => plural(rows, 'incident', 'incidents'),
  },
  empty: {
    grids: 'There is no grid yet.',
    areas: 'There is no street and no community yet.',
    workers: 'There is no worker yet.',
    households: 'There is no household yet.',
    incidents: 'There is no incident yet.',
  },
  old: {
    households: (rows: number, days: number) =>
      `${plural(rows, 'household', 'households')}, none new or changed for ${plural(days, 'day', 'days')}.`,
    incidents: (rows: number, days: number) =>
      `${plural(rows, 'incident', 'incidents')}, none new or changed for ${plural(days, 'day', 'days')}.`,
  },
  never: 'Nothing was written.',
  written: (when: string, by: 'import' | 'api' | null, source: string | null) => {
    const way = by === 'import' ? ' by import' : by === 'api' ? ' by request' : '';
    return source === null ? `Last written ${when}${way}` : `Last written ${when}${way}, source ${source}`;
  },
  checked: (version: number, date: string) => `Version ${count(version)} was checked on ${date}.`,
  checkedOther: (checked: number, inForce: number) =>
    `Version ${count(checked)} was checked, but version ${count(inForce)} is in force.`,
  unchecked: 'The boundaries have not been checked.',
  places: {
    all: 'All places',
    allCaption: (places: number) =>
      places === 1 ? '1 place needs attention' : `${count(places)} places need attention`,
    count: (places: number) => plural(places, 'place', 'places'),
    workers: (workers: number) => plural(workers, 'worker', 'workers'),
    back: 'Show all places',
    none: 'No place needs attention',
    noneDetail:
      'A defect, a point without a grid or a grid without a worker would be listed here and marked on the map.',
    household: (reference: string) => `Household ${reference}`,
    incident: (reference: string) => `Incident ${reference}`,
    notAll: (listed: number, total: number) =>
      `${count(listed)} of ${count(total)} are listed and marked; the export has the same ones.`,
  },
  openInDispatch: 'Put it right in Dispatch',
  export: 'Save the list as CSV',
  csv: {
    subject: 'Subject',
    kind: 'Kind',
    code: 'Code',
    longitude: 'Longitude',
    latitude: 'Latitude',
    detail: 'Detail',
    name: 'coverage',
    subjects: {
      boundaries: 'boundaries',
      household: 'household',
      incident: 'incident',
      grid: 'grid',
      worker: 'worker',
    },
    withoutGrid: 'without a grid',
    withoutWorker: 'without a worker',
    causes: { outside: 'outside the grids', enclave: 'in an enclave', gap: 'in a gap' },
    refused: (kind: string) => `${kind}, refused import`,
  },
  failed: 'The check of the data did not load.',
  legend: {
    title: 'What needs attention',
    withoutWorker: 'Grid without a worker',
    unassigned: 'Household or incident without a grid',
    defect: 'Defect of the boundaries',
  },
};
