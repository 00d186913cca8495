// Finding the grid of a place: one place, a list of them, the place of an incident.
import { formatsFor } from '../format.ts';

/** How many lines of a list became what. */
export interface ListSummary {
  all: number;
  inGrid: number;
  ambiguous: number;
  /** Of these, a person chose. */
  chosen: number;
  withoutGrid: number;
  unreadable: number;
}

const { count } = formatsFor('en-GB');

const plural = (value: number, one: string, many: string) => `${count(value)} ${value === 1 ? one : many}`;

export const locating = {
  panel: 'Find the grid of a place',
  pages: 'One place or a list',
  page: { one: 'One place', list: 'A list' },
  close: 'Back to the incidents',

  place: 'Place',
  placeHint: 'Coordinates, address or reference',
  placeNothing: (text: string) => `Nothing is known as “${text}”. Type coordinates, or click on the map.`,
  placeSearching: 'Searching',
  placeResults: (found: number) => plural(found, 'place', 'places'),
  placeFailed: 'The search did not answer.',
  noPlace: 'Click on the map, or type where it is.',
  noPlaceDetail: 'The answer says which grid it is, who works there, and how near the next grid is.',
  system: 'Coordinate system',
  systems: {
    wgs84: 'WGS-84 (GPS)',
    cgcs2000: 'CGCS2000 (surveying)',
    gcj02: 'GCJ-02 (Amap, Tencent)',
    bd09: 'BD-09 (Baidu)',
  },
  accuracy: 'Accuracy',
  accuracyOfAll: 'Accuracy of all',
  accuracyUnknown: 'not known',
  accuracyMetres: (metres: number) => `${count(metres)}\u00a0m`,
  accuracyOther: 'Other…',
  accuracyField: 'Accuracy in metres',

  boundariesOf: 'Boundaries of',
  now: (version: number) => `Now (version ${count(version)})`,
  versionUntil: (version: number, date: string) => `Version ${count(version)}, until ${date}`,
  versionFrom: (version: number, date: string) => `Version ${count(version)}, from ${date}`,
  anotherDay: 'Another day…',
  day: 'Day',
  time: 'Time',
  timeOptional: 'Time, if not midnight',
  versionsFailed: 'The versions of the boundaries did not load.',
  fillsAreToday:
    'The dashed outline is the grid of that time. Colours and limits on the map are those of today.',
  thenAndNow: (when: string, then: string, now: string) => `On ${when} it was ${then}; today it is ${now}.`,
  thenNowhere: (when: string, now: string) => `On ${when} it was in no grid; today it is ${now}.`,
  nowNowhere: (when: string, then: string) => `On ${when} it was ${then}; today it is in no grid.`,
  sameAsNow: (when: string, code: string) => `On ${when} it was ${code}, as it is today.`,
  sameNowhere: (when: string) => `On ${when} it was in no grid, as it is today.`,
  noneThen: 'There were no boundaries at that time. The first version may have begun later.',

  choose: 'Which grid is it?',
  chooseExplained: 'The choice goes with the incident, the card and the list.',
  runnerUp: 'Runner-up',
  runnerUpAt: (code: string, distance: string) => `${code}, ${distance} away`,
  noRunnerUp: 'No other grid near',
  edge: 'To the edge',
  workers: 'Workers',
  workersOf: (code: string) => `Workers of ${code}`,
  worker: (value: number) => `Worker ${value}`,
  workerList: (numbers: readonly number[]) => numbers.map((value) => `Worker ${value}`).join(', '),
  noWorker: 'Nobody works this grid.',
  dedicated: 'Dedicated grid',
  noDedicated: 'None here',
  version: (version: number) => `Version ${count(version)}`,
  newHere: 'New incident from here',
  copyCard: 'Copy card',
  copied: 'Copied',
  copyFailed: 'The browser did not let the text be copied.',
  remove: 'Remove the pin',
  chosenFor: (code: string) => `Chosen: ${code}`,

  card: {
    grid: (code: string, name: string) => (name === '' ? `Grid ${code}` : `Grid ${code}, ${name}`),
    noGrid: 'In no grid',
    path: (path: string) => `Path: ${path}`,
    workers: (workers: string) => `Who: ${workers}`,
    noWorker: 'Who: nobody works this grid',
    position: (position: string) => `Where: ${position} (WGS-84)`,
    positionWithin: (position: string, accuracy: string) =>
      `Where: ${position} (WGS-84), accurate to ${accuracy}`,
    edge: (distance: string) => `Edge: ${distance} away`,
    runnerUp: (code: string, distance: string) => `Next grid: ${code}, ${distance} away`,
    ambiguous: (first: string, second: string) =>
      `Ambiguous: ${first} or ${second}. The accuracy does not decide it.`,
    ambiguousEdge: 'Ambiguous: the accuracy does not decide it.',
    chosen: (code: string) => `Ambiguous, decided by hand for ${code}.`,
    boundaries: (version: number) => `Boundaries: version ${count(version)}`,
    boundariesAt: (version: number, when: string) => `Boundaries: version ${count(version)}, of ${when}`,
  },

  list: {
    label: 'Places, one a line',
    hint: 'Paste coordinates or a table: longitude and latitude in either order, a name before or behind. At most 10,000 lines.',
    example: 'Wharf Lane 18, 120.4472, 36.3891\n36°23′20.8″N 120°26′50.0″E\n120.4511\t36.3804\tR-2026-0815',
    system: 'Coordinates are in',
    locate: (lines: number) => (lines === 0 ? 'Locate' : `Locate ${plural(lines, 'line', 'lines')}`),
    reading: (done: number, all: number) => `${count(done)} of ${count(all)} read`,
    asking: (done: number, all: number) => `${count(done)} of ${count(all)} located`,
    failed: 'The list could not be located.',
    edit: 'Change the list',
    clear: 'Clear',
    table: 'Located places',
    columns: {
      line: 'Line',
      place: 'Place',
      grid: 'Grid',
      edge: 'Edge',
      runnerUp: 'Runner-up',
      worker: 'Workers',
      remark: 'Remark',
    },
    headers: [
      'Line',
      'Place',
      'Longitude (WGS-84)',
      'Latitude (WGS-84)',
      'Accuracy (m)',
      'Grid',
      'Grid name',
      'To the edge (m)',
      'Runner-up',
      'To the runner-up (m)',
      'Remark',
      'Chosen grid',
      'Workers',
    ] as readonly string[],
    summary: (of: ListSummary) =>
      `${[
        of.all === 1
          ? of.inGrid === 1
            ? 'The place lies in a grid'
            : 'The place lies in no grid'
          : `${count(of.inGrid)} of ${count(of.all)} ${of.inGrid === 1 ? 'lies' : 'lie'} in a grid`,
        ...(of.ambiguous === 0
          ? []
          : [
              `${plural(of.ambiguous, 'is', 'are')} ambiguous${of.chosen === 0 ? '' : ` (${count(of.chosen)} decided)`}`,
            ]),
        ...(of.withoutGrid === 0 || of.all === 1 ? [] : [`${plural(of.withoutGrid, 'lies', 'lie')} in none`]),
        ...(of.unreadable === 0 ? [] : [`${count(of.unreadable)} could not be read`]),
      ].join(', ')}.`,
    remarks: {
      waiting: 'Waiting for the answer',
      outside: 'In no region',
      noGrid: 'In no grid',
    },
    ambiguous: (accuracy: string) => `Ambiguous at ${accuracy}`,
    decidedHere: 'Ambiguous, decided',
    decided: (code: string) => `Ambiguous, decided for ${code}`,
    unreadable: {
      noCoordinates: 'No coordinates in this line',
      oneNumber: 'Only one of two coordinates',
      gridCode: 'A grid code, not a position: search for it above',
      metres: 'Metres of a projection, not degrees',
      outOfRange: 'No such place: a latitude is at most 90, a longitude at most 180',
      minutesBeyond59: 'Minutes and seconds go up to 59',
      wholeDegrees: 'Whole degrees do not name a grid: decimals are missing',
      beyondLimit: 'Beyond the 10,000 lines that are located at once',
    },
    chooseFor: (line: number) => `Which grid is line ${count(line)} in?`,
    row: (line: number, place: string, answer: string) =>
      place === '' ? `Line ${count(line)}: ${answer}` : `Line ${count(line)}, ${place}: ${answer}`,
    copyTable: 'Copy as table',
    exportCsv: 'Export CSV',
    fileName: 'located-places',
    kept: 'The list stays on this device, until this tab is closed.',
  },

  correct: {
    title: 'Where is it?',
    pages: 'Move the incident or pin it to a grid',
    move: 'Move it',
    pin: 'Pin to a grid',
    moveHint: 'Drag the pin on the map, click on the map, or type where it is.',
    keysHint: 'Arrow keys move it by 1 m, with Shift by 10 m. Esc puts it back.',
    touchHint: 'Hold the pin for a moment, then drag it.',
    nudge: 'Move by one metre',
    north: 'Move 1 m north',
    south: 'Move 1 m south',
    east: 'Move 1 m east',
    west: 'Move 1 m west',
    unmoved: 'It stands where it was recorded.',
    movesWithin: (distance: string, code: string) => `Moves by ${distance} and stays in ${code}.`,
    moves: (distance: string, before: string, after: string) =>
      `Moves by ${distance}, from ${before} to ${after}.`,
    movesIn: (distance: string, after: string) => `Moves by ${distance}, from no grid to ${after}.`,
    movesOut: (distance: string, before: string) => `Moves by ${distance}, from ${before} to no grid.`,
    movesNowhere: (distance: string) => `Moves by ${distance}, and lies in no grid as before.`,
    pinStays: (code: string) => `It stays pinned to ${code}, wherever it lies.`,
    live: (code: string, distance: string) => `${code}, ${distance} to the edge`,
    liveNowhere: 'In no grid',
    byHand: 'Imports leave a place alone that was corrected by hand.',
    save: 'Save the place',
    cancel: 'Cancel',
    saved: (code: string) => `Moved. It is in ${code}.`,
    savedNowhere: 'Moved. It lies in no grid.',
    answerFailed: 'The grid at this place could not be looked up.',
    pinHint: 'Choose a grid here, or click on it on the map.',
    candidates: 'Grids that it may belong to',
    candidate: {
      inside: 'it lies inside',
      runnerUp: (distance: string) => `${distance} away`,
      neighbour: 'neighbour',
      picked: 'chosen on the map',
    },
    searchGrid: 'Another grid, by code or name',
    reason: 'Reason',
    reasons: {
      caller: 'The caller confirmed it',
      entrance: 'The entrance is on this side',
      agreed: 'Agreed between the grids',
      worker: 'The worker knows the place',
    },
    ownReason: 'Another reason…',
    reasonField: 'In your words, without names of people',
    reasonMissing: 'A reason is needed: whoever comes later must understand it.',
    pinTo: (code: string) => `Pin to ${code}`,
    pinNone: 'Choose a grid first',
    pinned: (code: string) => `Pinned to ${code}.`,
    unpinned: 'The pin is gone: the grid that it lies in is responsible again.',
    isPinned: (code: string, reason: string) => `Pinned to ${code}: ${reason}`,
    removePin: 'Remove the pin',
    pinsFrom: (before: string, after: string) => `The incident goes from ${before} to ${after}.`,
    pinsIn: (after: string) => `The incident, in no grid until now, goes to ${after}.`,
    pinsSame: (code: string) => `It is in ${code} already; the pin keeps it there.`,
  },

  newPlace: {
    label: 'Where is it?',
    hint: 'Click on the map, or type where it is.',
    change: 'Change the place',
  },
  announceClear: (code: string, distance: string) => `Grid ${code}, ${distance} to the edge.`,
  announceAmbiguous: (first: string, second: string) => `Ambiguous: ${first} or ${second}.`,
};

export type LocatingMessages = typeof locating;
