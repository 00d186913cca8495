import type { Messages } from '../en.ts';
import { formatsFor } from '../format.ts';

const { count } = formatsFor('zh-CN');

export const search: Messages['search'] = {
  label: '搜索网格或位置',
  placeholder: '编码、名称或坐标',
  locate: (position) => `${position} 属于哪个网格？`,
  locateWithin: (position, distance) => `${position}（误差 ${distance}）属于哪个网格？`,
  nothing: (text) => `没有与“${text}”相符的网格或位置。`,
  hint: '可输入网格编码、网格或社区名称，或坐标，例如 北纬36.3891°，东经120.4472° ±60米。',
  results: (found) => (found === 0 ? '没有结果' : `${count(found)} 个结果`),
};
