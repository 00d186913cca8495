import { formatsFor } from '../format.ts';

const { count } = formatsFor('en-GB');

export const shell = {
  title: (region: string) => `${region} · Gridwright`,
  version: (version: number) => `version ${count(version)}`,
  noVersion: 'no boundaries yet',
  demo: 'Demo',
  demoVersion: (version: number) => `Demo · version ${count(version)}`,
  demoExplained: 'An invented city for trying the software: no real place, household or person.',
  workspaces: { plan: 'Plan', dispatch: 'Dispatch', insight: 'Insight' },
  workspace: 'Workspace',
  region: 'Region',
  live: 'Live',
  liveExplained: (time: string) => `The server answered at ${time}. New data appears by itself.`,
  offline: 'No connection',
  connecting: 'Connecting',
  connectingExplained:
    'The server answers; new data appears every ten seconds until the live connection is back.',
  offlineBar: (time: string) =>
    `No connection. The map, the list and the search for grids still work with the state of ${time}; writing and new points wait.`,
  offlineBarShort: (time: string) => `No connection. You see the state of ${time}; writing waits.`,
  offlineFromStart:
    'No connection. Nothing has arrived yet; this page goes on by itself when the server answers.',
  connectedAgain: 'The connection is back, and what you see is up to date.',
  language: 'Language',
  darkTheme: 'Dark theme',
  lightTheme: 'Light theme',
  close: 'Close',
  map: 'Map of the region. Arrow keys pan, plus and minus zoom. Every grid is also in the list.',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  wholeRegion: 'Show the whole region',
  locateMe: 'Show where I am',
  locating: 'The position is being measured.',
  located: (accuracy: string) => `You are here, to within ${accuracy}.`,
  locatedOutside: (accuracy: string) => `You are here, to within ${accuracy}: outside the region.`,
  locationFailed: {
    denied:
      'This browser does not tell this page where you are. Allow it in the settings of the page, then try again.',
    unavailable: 'This device cannot tell where it is at the moment.',
    timeout: 'The position took longer than 15 seconds. Try again, perhaps nearer to a window.',
    unsupported: 'The browser tells a position only over https.',
  },
  partFailed: 'A part of this page did not load.',
  more: 'More',
  menu: 'Workspaces and settings',
  openMenu: (workspace: string) => `${workspace}, workspaces and settings`,
  measurePanel: 'What the map shows',
  gridPanel: 'Grids and details',
  larger: 'Make the sheet larger',
  smaller: 'Make the sheet smaller',
};
