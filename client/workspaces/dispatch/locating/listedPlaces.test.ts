import { describe, expect, test } from 'vitest';
import { asCsv, asTable, type ExportWords } from './listExport.ts';
import { choicesOf, type FoundPlace, listedPlace, summarise } from './listedPlaces.ts';
import type { PastedLine } from './pastedLines.ts';

const north = { code: '370215003003002', name: '码头北', nameEn: 'Wharf North' };
const east = { code: '370215003003003', name: '码头东', nameEn: 'Wharf East' };

function pasted(line: number, part: Partial<PastedLine> = {}): PastedLine {
  return {
    line,
    text: `${line}`,
    name: '',
    position: { lon: 120.447, lat: 36.389 },
    problem: undefined,
    ...part,
  };
}

const found: FoundPlace = {
  lon: 120.447,
  lat: 36.389,
  grid: north,
  edgeM: 38.256,
  runnerUp: { ...east, distanceM: 38.256 },
  workers: [12, 31],
  isInRegion: true,
};

describe('a listed place', () => {
  test('is ambiguous when its accuracy is worse than the metres to the edge', () => {
    expect(listedPlace(pasted(1), found, 60).outcome).toBe('ambiguous');
    expect(listedPlace(pasted(1), found, 30).outcome).toBe('clear');
    expect(listedPlace(pasted(1), found, undefined).outcome).toBe('clear');
    expect(listedPlace(pasted(1), { ...found, runnerUp: { ...east, distanceM: 20 } }, 30).outcome).toBe(
      'ambiguous',
    );
  });

  test('has its own accuracy before that of all', () => {
    const own = pasted(1, { position: { lon: 120.447, lat: 36.389, accuracyM: 10 } });
    expect(listedPlace(own, found, 60)).toMatchObject({ accuracyM: 10, outcome: 'clear' });
  });

  test('between the grid that it lies in and the runner-up there is a choice', () => {
    expect(choicesOf(listedPlace(pasted(1), found, 60)).map(({ code }) => code)).toEqual([
      north.code,
      east.code,
    ]);
    expect(choicesOf(listedPlace(pasted(1), found, 10))).toEqual([]);
  });

  test('at the edge of the region, with the next grid far away, there is none', () => {
    const place = listedPlace(pasted(1), { ...found, runnerUp: { ...east, distanceM: 793 } }, 60);
    expect([place.outcome, choicesOf(place)]).toEqual(['ambiguous', []]);
  });

  test('without a grid it says whether it lies in the region at all', () => {
    const nowhere = { ...found, grid: null, edgeM: null };
    expect(listedPlace(pasted(1), nowhere, 60).outcome).toBe('noGrid');
    expect(listedPlace(pasted(1), { ...nowhere, isInRegion: false }, 60).outcome).toBe('outside');
  });
});

const list = [
  listedPlace(pasted(1, { name: 'Wharf Lane 18, "east"' }), found, 60),
  listedPlace(pasted(2), found, 10),
  listedPlace(
    pasted(4, { position: undefined, problem: 'noCoordinates', text: '=HYPERLINK("x")' }),
    undefined,
    60,
  ),
  listedPlace(
    pasted(5),
    { ...found, grid: null, edgeM: null, runnerUp: null, workers: [], isInRegion: false },
    60,
  ),
];

test('the summary counts every line once', () => {
  expect(summarise(list, new Map([[1, east.code]]))).toEqual({
    all: 4,
    inGrid: 2,
    ambiguous: 1,
    chosen: 1,
    withoutGrid: 1,
    unreadable: 1,
    waiting: 0,
  });
});

const words: ExportWords = {
  headers: [
    'Line',
    'Place',
    'Longitude',
    'Latitude',
    'Acc',
    'Grid',
    'Name',
    'Edge',
    'Next',
    'To',
    'Remark',
    'Chosen',
    'Workers',
  ],
  nameOf: ({ nameEn }) => nameEn,
  remark: ({ outcome }) => outcome,
  workers: (numbers) => numbers.join(' '),
};

test('as CSV every line has a row with its choice, quoted where it must be, and no formula', () => {
  expect(asCsv(list, new Map([[1, east.code]]), words).split('\r\n')).toEqual([
    '\uFEFFLine,Place,Longitude,Latitude,Acc,Grid,Name,Edge,Next,To,Remark,Chosen,Workers',
    `1,"Wharf Lane 18, ""east""",120.447,36.389,60,${north.code},Wharf North,38.26,${east.code},38.26,ambiguous,${east.code},12 31`,
    `2,,120.447,36.389,10,${north.code},Wharf North,38.26,${east.code},38.26,clear,,12 31`,
    `4,"'=HYPERLINK(""x"")",,,60,,,,,,unreadable,,`,
    '5,,120.447,36.389,60,,,,,,outside,,',
    '',
  ]);
});

test.each([
  ["-2+3+cmd|' /C calc'!A0", true],
  ['  =1+1', true],
  ['\u200b=1+1', true],
  ['＝1+1', true],
  ['-120.5', false],
  ['Wharf Lane - north', false],
])('%j pasted as a place is a formula: %s', (text, isFormula) => {
  const place = listedPlace(
    pasted(3, { position: undefined, text, problem: 'noCoordinates' }),
    undefined,
    undefined,
  );
  const cell = asTable([place], new Map(), words).split('\n')[1]!.split('\t')[1];
  expect(cell).toBe(isFormula ? `'${text}` : text);
});

test('as a table a tab inside a cell becomes a space', () => {
  const [line] = [
    listedPlace(
      pasted(3, { position: undefined, text: 'a\tb', problem: 'noCoordinates' }),
      undefined,
      undefined,
    ),
  ];
  expect(asTable([line!], new Map(), words).split('\n')[1]).toBe('3\ta b\t\t\t\t\t\t\t\t\tunreadable\t\t');
});
