import { formatsFor } from '../format.ts';

const { count } = formatsFor('en-GB');

export const search = {
  label: 'Search for a grid or a position',
  placeholder: 'Code, name or coordinates',
  locate: (position: string) => `Which grid is at ${position}?`,
  locateWithin: (position: string, distance: string) => `Which grid is within ${distance} of ${position}?`,
  nothing: (text: string) => `No grid and no position matches “${text}”.`,
  hint: 'A grid code, the name of a grid or community, or a position such as 36.3891 N, 120.4472 E ± 60 m.',
  results: (found: number) =>
    found === 0 ? 'Nothing found' : found === 1 ? '1 result' : `${count(found)} results`,
};
