import { describe, expect, test } from 'vitest';
import { en } from './en.ts';
import { zhCN } from './zh-CN.ts';

/** Every text without parameters, by its path. */
function texts(messages: object, path = ''): [string, string][] {
  return Object.entries(messages).flatMap(([key, value]): [string, string][] => {
    if (typeof value === 'string') return [[`${path}${key}`, value]];
    return typeof value === 'object' && value !== null ? texts(value, `${path}${key}.`) : [];
  });
}

describe('the messages', () => {
  test('are complete in both languages', () => {
    expect(texts(zhCN).map(([path]) => path)).toEqual(texts(en).map(([path]) => path));
    for (const [path, text] of [...texts(en), ...texts(zhCN)]) expect(text.trim(), path).not.toBe('');
  });

  test('are Chinese in Chinese and not in English', () => {
    const han = /\p{Script=Han}/u;
    for (const [path, text] of texts(en)) expect(text, path).not.toMatch(han);
    const untranslated = texts(zhCN).filter(([, text]) => !han.test(text));
    expect(untranslated.map(([path]) => path)).toEqual(['name', 'list.none']);
  });

  test('use full-width punctuation in Chinese, and no exclamation mark', () => {
    for (const [path, text] of texts(zhCN)) expect(text, path).not.toMatch(/\p{Script=Han}[,;:!?]/u);
    for (const [path, text] of [...texts(en), ...texts(zhCN)]) expect(text, path).not.toMatch(/[!！]/);
  });

  test('say one thing in the singular', () => {
    expect(en.overview.withoutWorker(1)).toBe('1 grid has no worker.');
    expect(en.overview.withoutWorker(12)).toBe('12 grids have no worker.');
    expect(en.overview.withoutWorker(0)).toBe('Every grid has a worker.');
    expect(en.overview.openIncidents(0)).toBe('No open incident.');
    expect(zhCN.overview.openIncidents(1234)).toBe('1,234 起未结事件。');
  });

  test('join a name only where there is one', () => {
    expect(en.location.facts('', 0, 0)).toBe('no worker · no open incident');
    expect(en.location.facts('Wharf North', 2, 5)).toBe('Wharf North · 2 workers · 5 open');
    expect(zhCN.location.facts('码头北', 2, 5)).toBe('码头北 · 2 名网格员 · 5 起未结');
  });
});

describe('numbers and times', () => {
  test('distances are metres below a kilometre', () => {
    expect(en.format.distance(5.26)).toBe('5.3\u00a0m');
    expect(en.format.distance(38.4)).toBe('38\u00a0m');
    expect(en.format.distance(1234)).toBe('1.2\u00a0km');
  });

  test('a time is told in the time zone of the region', () => {
    expect(en.format.date('2026-08-31T16:00:00Z', 'Asia/Shanghai')).toBe('1 September 2026');
    expect(zhCN.format.date('2026-08-31T16:00:00Z', 'Asia/Shanghai')).toBe('2026年9月1日');
  });

  test('a period does not show the day at whose midnight it ends', () => {
    const range = en.format.dateRange('2025-11-23T16:00:00Z', '2026-11-23T16:00:00Z', 'Asia/Shanghai');
    expect(range.replace(/\s/g, ' ')).toBe('24 Nov 2025 – 23 Nov 2026');
  });

  test('a position keeps seven decimals in threes, and drops zeros that say nothing', () => {
    expect(en.format.position(120.4472131, 36.3891206)).toBe(
      '120.447\u00a0213\u00a01, 36.389\u00a0120\u00a06',
    );
    expect(en.format.position(120.45, -36)).toBe('120.45, -36.0');
  });
});
