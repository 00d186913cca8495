import { describe, expect, test } from 'vitest';
import { cellsOf } from './pastedCells.ts';
import { readLine, splitLines } from './pastedLines.ts';

const near = [120.45, 36.38] as const;
const wharf = { lon: 120.447, lat: 36.389 };

function read(text: string, columns?: { lon: number; lat: number }) {
  const { position, name, problem } = readLine(1, text, { near, columns });
  return { position, name, problem };
}

describe('a pasted line', () => {
  test.each([
    '120.447,36.389',
    '36.389,120.447',
    '120.447\t36.389',
    '120.447 36.389',
    '120.447; 36.389',
    '[120.447, 36.389]',
    '(36.389,120.447)',
    '１２０.４４７，３６.３８９',
    '东经120.447度，北纬36.389度',
    '120.447、36.389',
    '36.389°N\t120.447°E',
    '\u00a0120.447,\u00a036.389\u00a0',
    '"120.447","36.389"',
    '120,447\t36,389',
    '120,447;36,389',
    '\u200e120.447, 36.389',
  ])('%s is the same place without a name', (text) => {
    expect(read(text)).toEqual({ position: wharf, name: '', problem: undefined });
  });

  test.each([
    ['Wharf Lane\t120.447\t36.389', 'Wharf Lane'],
    ['120.447\t36.389\tWharf Lane', 'Wharf Lane'],
    ['Wharf Lane,120.447,36.389', 'Wharf Lane'],
    ['120.447,36.389,Wharf Lane', 'Wharf Lane'],
    ['Wharf Lane 18, 120.447, 36.389', 'Wharf Lane 18'],
    ['"Wharf Lane 18, east gate",120.447,36.389', 'Wharf Lane 18, east gate'],
    ['"says ""yes""",36.389,120.447', 'says "yes"'],
    ['17\t120.447\t36.389', '17'],
    ['17,36.389,120.447', '17'],
    ['120.447,36.389,17', '17'],
    ['17 120.447 36.389', '17'],
    ['Wharf Lane 18 120.447 36.389', 'Wharf Lane 18'],
    ['R-2026-0815\tWharf Lane\t120.447\t36.389\turgent', 'R-2026-0815 Wharf Lane urgent'],
    ['码头路18号，120.447，36.389', '码头路18号'],
    ['码头路18号 东经120.447° 北纬36.389°', '码头路18号'],
    ['Wharf Lane\t120.447, 36.389', 'Wharf Lane'],
    ['Wharf Lane\t36.389°N, 120.447°E', 'Wharf Lane'],
    ['POINT 120.447 36.389', 'POINT'],
    ['3.5 kg of refuse, 120.447, 36.389', '3.5 kg of refuse'],
  ])('%s has a position and the name %s', (text, name) => {
    expect(read(text)).toEqual({ position: wharf, name, problem: undefined });
  });

  test.each([
    ['120.447, 36.389 ± 60 m', 60],
    ['Wharf Lane\t120.447\t36.389\t±60', 60],
    ['Wharf Lane, 120.447, 36.389, ±1.5 km', 1500],
  ])('%s carries its own accuracy', (text, accuracyM) => {
    expect(read(text).position).toEqual({ ...wharf, accuracyM });
  });

  test('degrees, minutes and seconds in two cells', () => {
    const { position, name } = read(`Pier 4\t36°23'20.4"N\t120°26'49.2"E`);
    expect(name).toBe('Pier 4');
    expect(position?.lat).toBeCloseTo(36.389, 9);
    expect(position?.lon).toBeCloseTo(120.447, 9);
  });

  test.each([
    ['Wharf Lane 18', 'noCoordinates'],
    ['18', 'oneNumber'],
    ['no idea, somewhere by the harbour', 'noCoordinates'],
    ['120.447', 'oneNumber'],
    ['Wharf Lane\t120.447\t', 'oneNumber'],
    ['370215003003002', 'gridCode'],
    ['370215 003 003 002', 'gridCode'],
    ['540123.4, 4029123.8', 'metres'],
    ['120.447, 136.389', 'outOfRange'],
    ['36°61′N, 120°20′E', 'minutesBeyond59'],
    [`36°23'75"N 120°26'49"E`, 'minutesBeyond59'],
    ['17, 4', 'wholeDegrees'],
    ['N/A', 'noCoordinates'],
    ['2026-11-24', 'noCoordinates'],
  ])('%s cannot be read: %s', (text, problem) => {
    expect(readLine(7, text, { near, columns: undefined })).toEqual({
      line: 7,
      text,
      name: '',
      position: undefined,
      problem,
    });
  });

  test('south and west of a header, by sign', () => {
    const { lines, columns } = splitLines('lat;lon;name\n-33.5;-70.6;Santiago');
    expect(readLine(2, lines[0]!.text, { near: undefined, columns }).position).toEqual({
      lon: -70.6,
      lat: -33.5,
    });
  });
});

describe('the text', () => {
  test('empty lines are no lines, and the others keep their numbers', () => {
    const { lines, columns } = splitLines('\uFEFF120.1,36.1\r\n\r\n  \n\t\n120.2,36.2\n');
    expect(columns).toBeUndefined();
    expect(lines).toEqual([
      { line: 1, text: '120.1,36.1' },
      { line: 5, text: '120.2,36.2' },
    ]);
  });

  test.each([
    ['name\tlat\tlon', { lat: 1, lon: 2 }],
    ['Reference,Longitude,Latitude', { lon: 1, lat: 2 }],
    ['名称,经度,纬度', { lon: 1, lat: 2 }],
    ['纬度（°）\t经度（°）\t备注', { lat: 0, lon: 1 }],
    ['x;y', { lon: 0, lat: 1 }],
  ])('%s is a header that says which column is which', (header, columns) => {
    expect(splitLines(`${header}\n1\t2\t3`)).toEqual({ lines: [{ line: 2, text: '1\t2\t3' }], columns });
  });

  test('a header settles the order where both numbers could be either, and allows whole degrees', () => {
    const { lines, columns } = splitLines('lat,lon,name\n16.4,48.2,A\n16,48,B');
    const [a, b] = lines.map(({ line, text }) => readLine(line, text, { near: [16.4, 48.2], columns }));
    expect(a).toMatchObject({ position: { lat: 16.4, lon: 48.2 }, name: 'A', line: 2 });
    expect(b).toMatchObject({ position: { lat: 16, lon: 48 }, name: 'B', line: 3 });
  });

  test('a line of prose at the top is no header', () => {
    expect(splitLines('Places of the night\n120.1,36.1').lines).toHaveLength(2);
  });
});

test('a quote that is no CSV quote belongs to its cell', () => {
  expect(cellsOf(`36°23'20.4"N, 120°26'49.2"E`)).toEqual([`36°23'20.4"N`, ` 120°26'49.2"E`]);
  expect(cellsOf('"open,120.1,36.1')).toEqual(['"open', '120.1', '36.1']);
  expect(cellsOf('a,"b, c",')).toEqual(['a', 'b, c', '']);
});
