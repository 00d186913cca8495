import { formatsFor } from '../format.ts';

const { count } = formatsFor('en-GB');

export const search = {
  label: 'Search for grids, places, households, incidents, coordinates and commands',
  placeholder: 'Code, name, coordinates or command',
  nothing: (text: string) => `Nothing here is called “${text}”.`,
  nothingYet: 'Nothing found yet.',
  hint: 'A grid code or its end, a name or its pinyin initials, an address, the reference of a household or an incident, or a position such as 36.3891 N, 120.4472 E ± 60 m.',
  results: (found: number) =>
    found === 0 ? 'Nothing found' : found === 1 ? '1 result' : `${count(found)} results`,
  searching: 'Looking through households, incidents, buildings, addresses and roads',
  failed: 'Households, incidents, addresses and roads could not be searched.',
  waits: 'Households, incidents, addresses and roads are searched again when the connection is back.',
  retry: 'Search them again',
  clear: 'Clear the search',
  recent: 'Recent, kept on this device',
  forget: 'Forget the recent choices',
  groups: {
    positions: 'Coordinates',
    grids: 'Grids',
    areas: 'Streets and communities',
    within: 'Grids there',
    incidents: 'Incidents',
    households: 'Households',
    places: 'Buildings, addresses and roads',
    commands: 'Commands',
  },
  kinds: {
    position: 'Position',
    grid: 'Grid',
    street: 'Street',
    community: 'Community',
    household: 'Household',
    incident: 'Incident',
    building: 'Building',
    address: 'Address',
    road: 'Road',
    command: 'Command',
    retry: 'Failed',
  },
  areaGrids: (grids: number) => (grids === 1 ? '1 grid' : `${count(grids)} grids`),
  /** One for each coordinate system: what is assumed of the numbers. */
  readAs: {
    wgs84: 'Read as WGS-84 or CGCS2000, which are the same here',
    cgcs2000: 'Read as CGCS2000, which is the same as WGS-84 here',
    gcj02: 'Read as GCJ-02, as Gaode and Tencent maps give it',
    bd09: 'Read as BD-09, as Baidu maps give it',
  },
  readElsewhere: (assumed: string, distance: string) => `${assumed}: ${distance} from the first reading`,
  within: (position: string, distance: string) => `${position} ± ${distance}`,
  converted: {
    gcj02: 'The numbers were read as GCJ-02 and converted to WGS-84.',
    bd09: 'The numbers were read as BD-09 and converted to WGS-84.',
  },
};
