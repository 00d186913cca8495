import { describe, expect, test } from 'vitest';
import { loadReadings, matchesName } from './pinyin.ts';

const readings = await loadReadings();

const seaside = (typed: string) => matchesName('海滨路', 'Seaside Road', typed, readings);

describe('a name is found', () => {
  test('by its Chinese characters, best whole, then by its beginning, then by a part', () => {
    const ranks = ['海滨路', '海滨', '滨路'].map(seaside);
    expect(ranks.every((rank) => rank !== undefined)).toBe(true);
    expect(ranks.toSorted()).toEqual(ranks);
    expect(new Set(ranks).size).toBe(3);
    expect(seaside('滨海')).toBeUndefined();
  });

  test('by the beginnings of words of its English form, in their order', () => {
    for (const typed of ['seaside road', 'Seaside', 'road', 'sea ro', 'Ｓｅａ']) {
      expect(seaside(typed), typed).toBeDefined();
    }
    expect(seaside('road sea')).toBeUndefined();
    expect(seaside('sea x')).toBeUndefined();
  });

  test('by the initials of its pinyin, and by whole or begun syllables', () => {
    for (const typed of [
      'hbl',
      'hb',
      'haibin',
      'haibinlu',
      'hai bin lu',
      'haib',
      'hblu',
      'HaiBin',
      "hai'bin",
    ]) {
      expect(seaside(typed), typed).toBeDefined();
    }
    expect(seaside('hǎibīn')).toBeDefined();
    for (const typed of ['hlb', 'haibinx', 'hblx', 'lubin']) expect(seaside(typed), typed).toBeUndefined();
  });

  test('by the pinyin of a later part, but after those that begin so', () => {
    expect(seaside('bl')).toBeDefined();
    expect(seaside('bl')!).toBeGreaterThan(seaside('hb')!);
    expect(seaside('binlu')!).toBeGreaterThan(seaside('海')!);
  });

  test('by any reading of a character that has several', () => {
    const found = (name: string, typed: string) => matchesName(name, '', typed, readings) !== undefined;
    for (const typed of ['cq', 'zq', 'chongqing', 'zhongqing'])
      expect(found('重庆路', typed), typed).toBe(true);
    for (const typed of ['cdl', 'zdl', 'changdu', 'zhangdu'])
      expect(found('长渡路', typed), typed).toBe(true);
    for (const typed of ['hang', 'xing']) expect(found('行街', typed), typed).toBe(true);
    for (const typed of ['lv', 'lu', 'lvdao', 'ludao']) expect(found('绿岛', typed), typed).toBe(true);
  });

  test('with the digits in it, and with characters and pinyin mixed', () => {
    expect(matchesName('第12网格', 'Grid 12', 'd12wg', readings)).toBeDefined();
    expect(seaside('海b')).toBeDefined();
    expect(seaside('海binl')).toBeDefined();
  });
});

test('nothing typed finds nothing', () => {
  for (const typed of ['', '  ', "'"]) expect(seaside(typed)).toBeUndefined();
});

test('without the dictionary names are found all the same, but not by pinyin', () => {
  expect(matchesName('海滨路', 'Seaside Road', '海滨')).toBeDefined();
  expect(matchesName('海滨路', 'Seaside Road', 'sea')).toBeDefined();
  expect(matchesName('海滨路', 'Seaside Road', 'hbl')).toBeUndefined();
});

test('the dictionary is fetched once', () => {
  expect(loadReadings()).toBe(loadReadings());
});

test('a long text that almost fits is answered at once', () => {
  const name = '安'.repeat(30);
  expect(matchesName(name, '', `${'an'.repeat(29)}x`, readings)).toBeUndefined();
  expect(matchesName(name, '', `${'a'.repeat(30)}x`, readings)).toBeUndefined();
});
