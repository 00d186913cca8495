// Words of the Dispatch workspace.
import { formatsFor } from '../format.ts';

const format = formatsFor('en-GB');
const { count } = format;
const plural = (value: number, one: string, many: string) => `${count(value)} ${value === 1 ? one : many}`;

export const dispatch = {
  title: 'Incidents',
  queue: 'Incidents to work through',
  details: 'The incident in hand',
  newIncident: 'New',
  newIncidentLabel: 'New incident',
  locate: 'Look up places',
  backToQueue: 'Back to the incidents',
  openSentence: (open: number, unassigned: number) =>
    open === 0
      ? 'No open incident.'
      : unassigned === 0
        ? `${plural(open, 'open incident', 'open incidents')}, all in a grid.`
        : `${plural(open, 'open incident', 'open incidents')}, ${count(unassigned)} in no grid.`,
  filter: 'Filter',
  filtersOn: (filters: number) => `Filter: ${count(filters)} in force`,
  lists: { open: 'Open', unassigned: 'Unassigned', today: 'Today' },
  listsLabel: 'Which incidents',
  listOption: (name: string, incidents: number | undefined) =>
    incidents === undefined ? name : `${name} ${count(incidents)}`,

  newInMinute: (incidents: number) => `${count(incidents)} new in the last minute`,
  waiting: (incidents: number) => `${count(incidents)} new above`,
  show: 'Show',
  announced: (incidents: number, newest: string) =>
    incidents === 1
      ? `A new incident: ${newest}.`
      : `${count(incidents)} new incidents. The newest: ${newest}.`,
  sound: 'Sound for new incidents',

  noGrid: 'In no grid',
  noAddress: 'No address',
  worker: (number: number) => `Worker ${number}`,
  row: (row: {
    title: string;
    address: string;
    grid: string;
    status: string;
    severity: string;
    when: string;
    isNew: boolean;
  }) =>
    `${row.isNew ? 'New: ' : ''}${row.title}, ${row.address === '' ? '' : `${row.address}, `}${row.grid}, ${row.status}, ${row.severity}, reported ${row.when}`,
  nothingOpen: 'No open incident',
  nothingOpenDetail: 'What is reported appears here by itself. To take a call, make a new one.',
  nothingUnassigned: 'No open incident is without a grid',
  nothingUnassignedDetail: 'An incident that lies in no grid stands here until it is pinned to one.',
  nothingToday: 'Nothing reported today',
  nothingTodayDetail: 'What is reported appears here by itself.',
  nothingFiltered: 'No incident passes the filter',
  clearFilters: 'Clear the filter',
  showMore: (left: number) => `Show ${count(left)} more`,
  queueFailed: 'The incidents did not load.',

  filters: {
    category: 'Category',
    severity: 'Severity',
    status: 'State',
    worker: 'Worker',
    workerHint: 'Number',
    nobody: 'Nobody',
    grid: 'Grid',
    gridHint: 'Code or its last digits',
    done: 'Done',
    unassignedFirst: 'Those in no grid first',
    unknownGrid: 'No grid has a code that ends like this.',
    unknownWorker: 'A worker’s number is a whole number.',
  },

  showOnMap: 'Show',
  layers: { incidents: 'Incidents', boundaries: 'Boundaries', density: 'Density', households: 'Households' },
  legend: {
    label: 'Legend',
    firstChoice: 'first choice',
    runnerUp: 'runner-up',
    accuracy: (distance: string) => `accuracy ${distance}`,
    open: 'open',
    closed: 'closed',
    unassigned: 'in no grid',
    newestOf: (shown: number, all: number) => `the first ${count(shown)} of ${count(all)}`,
  },

  choose: 'Choose an incident to see its grid, its workers and what happened near it.',
  chooseTitle: 'No incident in hand',
  chosen: (title: string, grid: string) => `${title}, grid ${grid}.`,
  chosenUnassigned: (title: string) => `${title}, in no grid.`,
  missing: 'This incident is not there. It may have been deleted, or the link is from another region.',
  incidentFailed: 'The incident did not load.',
  close: 'Put it aside',
  zoomTo: 'Zoom to it',
  more: 'Change state, severity or category',
  copyCard: 'Copy the card',
  copied: 'The card is on the clipboard.',
  notCopied: 'The browser did not allow copying.',
  reported: (when: string, source: string, severity: string) => `reported ${when} by ${source} · ${severity}`,
  reportedAt: (address: string, when: string, source: string, severity: string) =>
    `${address} · reported ${when} by ${source} · ${severity}`,
  sources: { hotline: 'hotline', app: 'app', patrol: 'patrol', dispatch: 'the dispatch desk' } as Record<
    string,
    string
  >,

  ambiguous: 'Ambiguous: two grids are possible',
  ambiguousDetail: (accuracy: string, grid: string, distance: string) =>
    `The point is accurate to ${accuracy}, but the edge of ${grid} is ${distance} away. Ask the caller.`,
  unassigned: 'In no grid',
  unassignedDetail:
    'The point lies in no grid. Choose the grid that answers for it, or correct the location.',
  pinned: (grid: string) => `Pinned to ${grid} by hand`,
  pinReason: (reason: string) => `“${reason}”`,
  unpin: 'Take the pin away',
  unpinned: 'The pin is taken away.',
  chooseGrid: 'The grid that answers for it',
  inside: 'inside',
  away: (distance: string) => `${distance} away`,
  chosenOutside: 'responsible by pin',
  confirmedReason: 'Confirmed by the caller: the accuracy left two grids',
  confirm: (grid: string) => `Confirm ${grid}`,
  chosenGridDone: (grid: string) => `${grid} answers for it now.`,

  path: 'Path',
  dedicatedGrid: 'Dedicated grid',
  noDedicatedGrid: 'None here',
  boundaries: 'Boundaries',
  coordinates: 'Coordinates',
  reference: 'Reference',
  handler: 'Handled by',
  nobody: 'Nobody yet',

  workersOf: (grid: string) => `Workers of ${grid}`,
  workersCount: (workers: number) => plural(workers, 'worker', 'workers'),
  inHandOf: (open: number) => (open === 0 ? 'Nothing in hand' : `${count(open)} in hand`),
  handlesThis: 'handles this one',
  suggested: 'suggested',
  noGridWorkers: 'In no grid, so there is no worker to suggest.',
  noWorkers: 'No worker works this grid. Choose one of another grid.',
  assign: (number: number) => `Assign to Worker ${number}`,
  chooseWorker: 'Another worker',
  chooseWorkerPlaceholder: 'Worker number',
  noSuchWorker: (text: string) => `No worker has the number ${text}.`,
  worksGrid: (grids: string) => `works ${grids}`,
  worksGrids: (first: string, more: number) => `works ${first} and ${count(more)} more`,
  release: 'Take it from the worker',

  neighbours: 'Neighbours',
  sharedEdge: (distance: string) => `${distance} shared`,
  neighbourFacts: (workers: readonly number[], open: number) =>
    `${workers.length === 0 ? 'no worker' : workers.length === 1 ? `Worker ${workers[0]}` : `Workers ${workers.join(', ')}`} · ${open === 0 ? 'no open incident' : `${count(open)} open`}`,
  neighboursFailed: 'The neighbours did not load.',

  nearHere: 'Near here in 30 days',
  near: (same: number, category: string, all: number, last: string, when: string) =>
    all === 0
      ? 'Nothing else within 300 m.'
      : same === 0
        ? `${plural(all, 'incident', 'incidents')} within 300 m. Last: ${last}, ${when}.`
        : same === all
          ? `${count(same)} of ${category} within 300 m. Last: ${last}, ${when}.`
          : `${plural(all, 'incident', 'incidents')} within 300 m, ${count(same)} of ${category}. Last: ${last}, ${when}.`,
  nearItem: (distance: string, status: string) => `${distance} · ${status}`,
  nearFailed: 'What happened near it did not load.',

  card: {
    title: (title: string, severity: string) => `${title} (${severity})`,
    line: (name: string, value: string) => `${name}: ${value}`,
    grid: 'Grid',
    worker: 'Worker',
    reported: 'Reported',
  },
  list: (names: readonly string[]) => names.join(', '),

  history: 'History',
  historyFailed: 'The history did not load.',
  nobodySaid: 'Somebody',
  by: (when: string, actor: string) => `${when} · ${actor}`,
  actors: { api: 'another system', import: 'an import' } as Record<string, string>,
  happened: {
    created: 'Recorded',
    status: (after: string, before: string) => `${after}, was ${before}`,
    assigned: (after: number) => `Assigned to Worker ${after}`,
    reassigned: (after: number, before: number) => `Assigned to Worker ${after} instead of Worker ${before}`,
    released: (before: number) => `Taken from Worker ${before}`,
    location: (distance: string) => `Location corrected by ${distance}`,
    grid: (after: string, before: string) => `Grid ${after}, was ${before}`,
    gridLost: (before: string) => `In no grid, was in ${before}`,
    gridFound: (after: string) => `Grid ${after}`,
    pinned: (grid: string, reason: string) => `Pinned to ${grid}: “${reason}”`,
    unpinned: 'Pin taken away',
    category: (after: string, before: string) => `${after}, was ${before}`,
    severity: (after: string, before: string) => `Severity ${after}, was ${before}`,
    accuracy: (after: string) => `Accurate to ${after}`,
    accuracyUnknown: 'Accuracy no longer known',
    reportedAt: (when: string) => `Time of the report: ${when}`,
    closedAt: (when: string) => `Closed at ${when}`,
    reopened: 'Open again',
    personal: (fields: string) => `Recorded: ${fields}`,
    personalFields: {
      address: 'address',
      description: 'what happened',
      reporter: 'caller',
      phone: 'phone',
    } as Record<string, string>,
    deleted: 'Deleted',
  },

  caller: 'Caller',
  showCaller: 'Show the caller',
  callerFailed: 'The caller did not load.',
  noCaller: 'No name and no number were recorded.',
  callerName: 'Name',
  callerPhone: 'Phone',
  said: 'What was said',

  actions: {
    dispatchTo: (number: number) => `Dispatch Worker ${number}`,
    chooseWorker: 'Choose a worker',
    toInHand: 'Mark in hand',
    toChecked: 'Mark checked',
    toClosed: 'Close it',
    reopen: 'Reopen',
    pin: 'Pin by hand…',
  },
  state: 'State',
  severity: 'Severity',
  category: 'Category',
  done: {
    dispatched: (number: number) => `Dispatched to Worker ${number}.`,
    assigned: (number: number) => `Assigned to Worker ${number}.`,
    released: 'Nobody handles it now.',
    status: (status: string) => `State: ${status}.`,
    severity: (severity: string) => `Severity: ${severity}.`,
    category: (category: string) => `Category: ${category}.`,
  },
  undo: 'Undo',
  undone: 'As it was before.',
  sending: 'Sending',
  notSent: 'The change was not stored.',
  notCertain: 'It is not certain that the change was stored.',
  notSentOffline:
    'The server did not answer, and nothing is kept for later. Retry when the connection is back: it is never done twice.',
  conflict: 'Somebody was faster',
  conflictBy: (actor: string, when: string, what: string) => `${actor} changed it at ${when}: ${what}.`,
  conflictUnknown: 'It was changed since you looked at it. What you see now is the newest state.',
  conflictAgain: 'Make my change all the same',
  conflictLeave: 'Leave it as it is',

  form: {
    where: 'Where',
    what: 'What happened',
    description: 'What the caller says',
    address: 'Address',
    reporter: 'Caller',
    phone: 'Phone',
    create: 'Create',
    goesTo: (grid: string, name: string) => (name === '' ? `Goes to ${grid}.` : `Goes to ${grid}, ${name}.`),
    categoryByDigit: 'Category, also by its digit',
    createAndDispatch: (number: number) => `Dispatch Worker ${number}`,
    createOnly: 'Create only',
    placeMissing: 'Say first where it is.',
    categoryMissing: 'Choose a category.',
    failed: 'The incident was not stored.',
    unanswered: 'It is not certain that the incident was stored. Retry is safe: it is never stored twice.',
    storedBefore: 'The first try had stored it. What was changed in the form since then is not in it.',
    created: 'The incident is in the queue.',
    createdAndDispatched: (number: number) => `In the queue, and dispatched to Worker ${number}.`,
    discard: 'Discard',
  },

  keys: {
    title: 'Dispatch',
    new: 'New incident',
    next: 'Next incident',
    previous: 'Previous incident',
    status: 'Next state',
    assign: 'Assign the suggested worker',
    copy: 'Copy the card',
    pin: 'Pin by hand or correct the location',
    filter: 'Filter',
    close: 'Put the incident aside',
  },
};

export type DispatchWords = typeof dispatch;
