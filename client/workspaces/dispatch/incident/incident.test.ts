import { describe, expect, test } from 'vitest';
import type { GridWorkload } from '../../../../server/analysis/schemas.ts';
import type { Location } from '../../../../server/locate/schemas.ts';
import { en } from '../../../messages/en.ts';
import { zhCN } from '../../../messages/zh-CN.ts';
import type { HistoryChange, HistoryEntry, QueueItem } from '../incidentApi.ts';
import { incidentCard } from './card.ts';
import { choicesOf, runnerUpOf } from './choices.ts';
import { findWorkers, gridsByWorker } from './findWorkers.ts';
import { actorOf, happenedIn } from './historyWords.ts';
import { requestOf, undoOf } from './incidentChange.ts';
import { assigning, nextStep } from './nextStep.ts';
import { suggestedWorker } from './suggestedWorker.ts';

const item: QueueItem = {
  id: '7',
  source: 'hotline',
  reference: 'R-1',
  category: 'water',
  severity: 4,
  status: 'received',
  reportedAt: '2026-11-24T06:36:00Z',
  closedAt: null,
  lon: 120.4472131,
  lat: 36.3891206,
  accuracyM: 60,
  grid: { code: '370215003003002', name: '码头北', nameEn: 'Wharf North' },
  worker: null,
  isPinned: false,
  address: '码头巷18号 / Wharf Lane 18',
  description: 'Burst water main',
  etag: '"a"',
};

describe('the suggested worker', () => {
  test('has the fewest incidents in hand, of several the lowest number', () => {
    const inHand = new Map([
      [31, 2],
      [12, 2],
      [40, 5],
    ]);
    expect(suggestedWorker([31, 40, 12], inHand)).toBe(12);
  });

  test('is nobody where nobody works', () => {
    expect(suggestedWorker([], new Map())).toBeUndefined();
  });
});

describe('the next step', () => {
  const step = (status: QueueItem['status'], worker: number | null, suggested?: number) =>
    nextStep({ status, worker: worker === null ? null : { number: worker } }, suggested);

  test('of a received one assigns and dispatches in one write', () => {
    expect(step('received', null, 12)).toMatchObject({ fields: { worker: 12, status: 'dispatched' } });
  });

  test('where it has a worker already leaves the worker as it is', () => {
    expect(step('received', 31, 12)).toMatchObject({ worker: 31, fields: { status: 'dispatched' } });
    expect(step('received', 31)).not.toHaveProperty('fields.worker');
  });

  test('asks for a worker where nobody works the grid', () => {
    expect(step('received', null)).toEqual({ kind: 'chooseWorker' });
  });

  test('goes from state to state, and from the last one back to work', () => {
    const after = (['dispatched', 'in_hand', 'checked', 'closed'] as const).map((status) => step(status, 12));
    expect(after.map((next) => ('fields' in next ? next.fields.status : ''))).toEqual([
      'in_hand',
      'checked',
      'closed',
      'in_hand',
    ]);
  });

  test('assigning dispatches only what was only received', () => {
    expect(assigning({ status: 'received' }, 12)).toEqual({ worker: 12, status: 'dispatched' });
    expect(assigning({ status: 'in_hand' }, 12)).toEqual({ worker: 12 });
  });
});

describe('a change', () => {
  test('of fields is a patch, of the pin goes to the pin', () => {
    expect(requestOf('370215', '7', { fields: { severity: 3 } })).toEqual({
      method: 'PATCH',
      path: '/api/regions/370215/incidents/7',
      body: { severity: 3 },
    });
    expect(requestOf('370215', '7', { pin: null })).toEqual({
      method: 'DELETE',
      path: '/api/regions/370215/incidents/7/pin',
    });
  });

  test('is taken back by what stood before, and nothing else', () => {
    expect(undoOf({ fields: { worker: 12, status: 'dispatched' } }, item, null)).toEqual({
      fields: { worker: null, status: 'received' },
    });
    expect(undoOf({ pin: { grid: 'b', reason: 'c' } }, item, null)).toEqual({ pin: null });
  });
});

describe('the two grids that an incident may belong to', () => {
  const location = {
    grid: { code: 'inside' },
    runnerUp: { grid: { code: 'next' }, distanceM: 38 },
    ambiguous: true,
  } as Location;

  test('are open until somebody has decided', () => {
    expect(choicesOf(location, false).isOpen).toBe(true);
    expect(choicesOf(location, true).isOpen).toBe(false);
  });

  test('change places on the map when it is pinned to the other one', () => {
    const choices = choicesOf(location, true);
    expect(runnerUpOf(choices, 'inside')).toBe('next');
    expect(runnerUpOf(choices, 'next')).toBe('inside');
  });
});

describe('the history in words', () => {
  const said = (change: HistoryChange) =>
    happenedIn({ at: '', actor: '', changeSequence: '1', changes: [change] }, en, 'Asia/Shanghai');

  test('tells what was and what is', () => {
    expect(said({ field: 'status', before: 'received', after: 'in_hand' })).toEqual([
      'In hand, was Received',
    ]);
    expect(said({ field: 'worker', before: null, after: 12 })).toEqual(['Assigned to Worker 12']);
    expect(said({ field: 'worker', before: 12, after: null })).toEqual(['Taken from Worker 12']);
    expect(said({ field: 'severity', before: 2, after: 4 })).toEqual(['Severity urgent, was normal']);
  });

  test('tells how far a location was moved', () => {
    expect(said({ field: 'location', before: [120.45, 36.38], after: [120.45, 36.3805] })).toEqual([
      'Location corrected by 56\u00a0m',
    ]);
  });

  test('names personal fields and never their values', () => {
    expect(said({ field: 'personal', before: null, after: ['address', 'phone'] })).toEqual([
      'Recorded: address, phone',
    ]);
  });

  test('names who did it, as they called themselves', () => {
    const by = (actor: string | null) => actorOf({ actor } as HistoryEntry, en);
    expect([by('Dispatcher Li'), by('api'), by(null)]).toEqual([
      'Dispatcher Li',
      'another system',
      'Somebody',
    ]);
  });
});

test('the card has the code, the path, the worker, the place and the coordinates, in the language of the screen', () => {
  const grid = {
    code: '370215003003002',
    name: '码头北',
    nameEn: 'Wharf North',
    street: { code: '370215003', name: '港湾街道', nameEn: 'Harbour Street' },
    community: { code: '370215003003', name: '码头社区', nameEn: 'Wharf' },
  } as GridWorkload;
  const region = { timeZone: 'Asia/Shanghai', name: '演示区', nameEn: 'Demo district' };
  const handled = { ...item, worker: { id: '3', number: 12 } };
  expect(incidentCard(handled, grid, region, en, (place) => place.nameEn)).toBe(
    [
      'Burst water main (urgent)',
      'Address: Wharf Lane 18',
      'Grid: 370215 003 003 002',
      'Path: Demo district › Harbour Street › Wharf › Wharf North',
      'Worker: Worker 12',
      'State: Received',
      'Reported: 24 Nov 2026, 14:36',
      'Coordinates: 120.4472131, 36.3891206 (WGS84)',
      'Reference: hotline R-1',
    ].join('\n'),
  );
  const chinese = incidentCard(item, grid, region, zhCN, (place) => place.name);
  expect(chinese).toContain('归属：演示区 › 港湾街道 › 码头社区 › 码头北');
  expect(chinese).toContain('地址：码头巷18号');
});

test('workers are found by the beginning of their number', () => {
  const grids = gridsByWorker([
    { code: 'a', workers: [12, 3] },
    { code: 'b', workers: [12, 120] },
  ]);
  expect(grids.get(12)).toEqual(['a', 'b']);
  expect(findWorkers(grids, '12')).toEqual([12, 120]);
  expect(findWorkers(grids, '9')).toEqual([]);
});
