import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GridWorkload } from '../../../../server/analysis/schemas.ts';
import type { Location } from '../../../../server/locate/schemas.ts';
import { en, zhCN } from '../../../messages/complete.ts';
import { answerCard } from './answerCard.ts';
import { moveSentence } from './moveSentence.ts';
import { pinCandidates } from './pinCandidates.ts';
import { metresBetween, shifted } from './shifted.ts';
import { thenAndNow } from './thenAndNow.ts';

const north = located('370215003003002', '码头北', 'Wharf North');
const east = located('370215003003003', '码头东', 'Wharf East');

function located(code: string, name: string, nameEn: string) {
  return { gridId: code, gridVersionId: `9${code}`, code, name, nameEn, kind: 'base' as const };
}

function location(part: Partial<Location> = {}): Location {
  return {
    lon: 120.4472131,
    lat: 36.3891206,
    region: { code: '370215', name: '演示区', nameEn: 'Demo district' },
    boundaryVersion: 37,
    grid: north,
    baseGrid: north,
    dedicatedGrid: null,
    path: [
      { code: '370215', name: '演示区', nameEn: 'Demo district' },
      { code: '370215003', name: '港湾街道', nameEn: 'Harbour Street' },
      { code: '370215003003', name: '码头社区', nameEn: 'Wharf' },
      north,
    ],
    distanceToEdgeM: 38.2,
    nearestEdgePoint: [120.4475, 36.3888],
    runnerUp: { grid: east, distanceM: 38.2 },
    ambiguous: true,
    workers: [
      { workerId: '1', number: 12 },
      { workerId: '2', number: 31 },
    ],
    ...part,
  };
}

/** Of a grid of today only what a card says of it. */
const today = [
  {
    ...east,
    street: { code: '370215003', name: '港湾街道', nameEn: 'Harbour Street' },
    community: { code: '370215003003', name: '码头社区', nameEn: 'Wharf' },
    workers: [7],
  },
] as unknown as GridWorkload[];

const english = { words: en, nameOf: (place: { nameEn: string }) => place.nameEn };
const chinese = { words: zhCN, nameOf: (place: { name: string }) => place.name };
const plain = (text: string) => text.replace(/\u2060/g, '').replace(/\u00a0/g, ' ');

describe('a card', () => {
  const asked = { location: location(), accuracyM: 60, choice: null, grids: today, when: null };

  test('says the grid, its path, who works there, where it is and how sure that is', () => {
    expect(plain(answerCard(asked, english)).split('\n')).toEqual([
      'Grid 370215 003 003 002, Wharf North',
      'Path: Harbour Street › Wharf › Wharf North',
      'Who: Worker 12, Worker 31',
      'Where: 120.4472131, 36.3891206 (WGS-84), accurate to 60 m',
      'Edge: 38 m away',
      'Next grid: 370215 003 003 003, 38 m away',
      'Ambiguous: …003 002 or …003 003. The accuracy does not decide it.',
      'Boundaries: version 37',
    ]);
  });

  test('of a choice for the runner-up says that grid, its path and its worker', () => {
    const lines = plain(answerCard({ ...asked, choice: east.code }, chinese)).split('\n');
    expect(lines.slice(0, 3)).toEqual([
      '网格：370215 003 003 003，码头东',
      '所属：港湾街道 › 码头社区 › 码头东',
      '人员：网格员 7',
    ]);
    expect(lines).toContain('难以确定，已人工选定 370215 003 003 003。');
    expect(lines.join()).not.toContain('不足以判断');
  });

  test('says of which time its boundaries are, and that a place is in no grid', () => {
    const nowhere = location({
      grid: null,
      baseGrid: null,
      path: [],
      workers: [],
      ambiguous: false,
      distanceToEdgeM: null,
    });
    const lines = plain(
      answerCard({ ...asked, location: nowhere, accuracyM: undefined, when: '1 August 2026' }, english),
    ).split('\n');
    expect(lines[0]).toBe('In no grid');
    expect(lines.at(-1)).toBe('Boundaries: version 37, of 1 August 2026');
    expect(lines).toContain('Where: 120.4472131, 36.3891206 (WGS-84)');
    expect(lines.join()).not.toMatch(/Path|Who|Ambiguous/);
  });
});

describe('then and now', () => {
  const nowhere = location({ grid: null });
  const eastern = location({ grid: east });

  test.each([
    [location(), eastern, 'On 1 August 2026 it was …003 002; today it is …003 003.'],
    [location(), location(), 'On 1 August 2026 it was …003 002, as it is today.'],
    [nowhere, eastern, 'On 1 August 2026 it was in no grid; today it is …003 003.'],
    [location(), nowhere, 'On 1 August 2026 it was …003 002; today it is in no grid.'],
    [nowhere, nowhere, 'On 1 August 2026 it was in no grid, as it is today.'],
  ])('are one sentence (%#)', (then, now, sentence) => {
    expect(plain(thenAndNow(then, now, '1 August 2026', en))).toBe(sentence);
  });

  test('in Chinese too', () => {
    expect(plain(thenAndNow(location(), eastern, '2026年8月1日', zhCN))).toBe(
      '2026年8月1日属于 …003 002，今天属于 …003 003。',
    );
  });
});

test('a move says how far, and from which grid to which', () => {
  const say = (before: typeof north | null, after: typeof north | null) =>
    plain(moveSentence(42.4, before, after, en));
  expect(say(north, east)).toBe('Moves by 42 m, from …003 002 to …003 003.');
  expect(say(north, north)).toBe('Moves by 42 m and stays in …003 002.');
  expect(say(null, east)).toBe('Moves by 42 m, from no grid to …003 003.');
  expect(say(north, null)).toBe('Moves by 42 m, from …003 002 to no grid.');
  expect(say(null, null)).toBe('Moves by 42 m, and lies in no grid as before.');
});

test('a nudge goes as many metres as it says, in every direction, and back', () => {
  const metres = fc.integer({ min: -10, max: 10 });
  fc.assert(
    fc.property(fc.double({ min: -70, max: 70, noNaN: true }), metres, metres, (lat, eastM, northM) => {
      const [lon, moved] = shifted([120.45, lat], eastM, northM);
      const there = metresBetween({ lon: 120.45, lat }, { lon, lat: moved });
      expect(there).toBeCloseTo(Math.hypot(eastM, northM), 2);
      const [backLon, backLat] = shifted([lon, moved], -eastM, -northM);
      expect(metresBetween({ lon: 120.45, lat }, { lon: backLon, lat: backLat })).toBeLessThan(0.001);
    }),
  );
});

describe('the grids to pin to', () => {
  const other = located('370215003003004', '码头西', 'Wharf West');
  const codes = (offered: Parameters<typeof pinCandidates>[0]) =>
    pinCandidates(offered).map(({ code, because }) => `${code.slice(-3)} ${because}`);

  test('are the one that it lies in, the runner-up, then neighbours, each once', () => {
    expect(
      codes({ location: location(), neighbours: [east, other, north], picked: undefined, found: [] }),
    ).toEqual(['002 inside', '003 runnerUp', '004 neighbour']);
  });

  test('one that was clicked on the map stands first, unless it is among them', () => {
    const offered = { location: location(), neighbours: [], found: [] };
    expect(codes({ ...offered, picked: other })[0]).toBe('004 picked');
    expect(codes({ ...offered, picked: east })).toEqual(['002 inside', '003 runnerUp']);
  });

  test('what was searched for stands instead of the neighbours', () => {
    const far = located('370215001001001', '远', 'Far');
    expect(codes({ location: undefined, neighbours: [east], picked: undefined, found: [far] })).toEqual([
      '001 picked',
    ]);
  });
});
