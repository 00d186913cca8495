// Commands, the list of keys, who works here, and what is shared, printed or saved.
import { formatsFor } from '../format.ts';

const { count } = formatsFor('en-GB');

export const commands = {
  workspace: (workspace: string) => `Go to ${workspace}`,
  page: (page: string) => `Insight: ${page}`,
  region: (region: string) => `Go to the region ${region}`,
  fit: 'Show the selection whole',
  leftPanel: 'Show or hide the left panel',
  rightPanel: 'Show or hide the right panel',
  showLayer: (layer: string) => `Show on the map: ${layer}`,
  hideLayer: (layer: string) => `Hide on the map: ${layer}`,
};

export const keys = {
  title: 'Keys',
  search: 'Search',
  pan: 'Move the map',
  zoom: 'Zoom in and out',
  lists: 'Go through a list',
  close: 'Close, or clear the selection',
  single: 'Single letters are commands',
  singleExplained: 'They always rest in text fields. Kept on this device.',
  arrows: 'Arrows',
};

export const actor = {
  title: 'Who works here',
  label: 'Name or role',
  placeholder: 'Dispatcher 3',
  explained:
    'It is written beside what you change, so that others see who did it. Anyone can write any name here: it is no login. Kept on this device.',
  save: 'Save',
  named: (name: string) => `${name} works here`,
  nobody: 'Say who works here',
};

export const share = {
  title: 'Share',
  copyLink: 'Copy the link to this view',
  copyLinkExplained: 'It opens what you see: region, place, layers, filters and selection.',
  print: 'Print the map',
  savePicture: 'Save the map as a picture (PNG)',
  linkCopied: 'The link is copied.',
  linkNotCopied: (link: string) => `The browser does not let this page copy. The link: ${link}`,
  preparing: 'The picture is being drawn.',
  saved: (file: string) => `${file} is saved.`,
  failed: 'The picture could not be drawn.',
  version: (version: number, date: string) => `Boundaries of version ${count(version)}, since ${date}`,
  versionAlways: (version: number) => `Boundaries of version ${count(version)}`,
  period: (range: string) => `Incidents ${range}`,
  source: (source: string, date: string) => `Source: ${source}. Drawn on ${date}.`,
  sourceOwn: 'the data of the region in Gridwright',
  sourceDemo: 'invented demo data, no real place, household or person',
};
