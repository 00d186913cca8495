import type { Messages } from '../en.ts';
import { formatsFor } from '../format.ts';

const { count } = formatsFor('zh-CN');

export const search: Messages['search'] = {
  label: '搜索网格、地点、住户、事件、坐标和命令',
  placeholder: '编码、名称、坐标或命令',
  nothing: (text) => `没有与“${text}”相符的内容。`,
  nothingYet: '暂未找到。',
  hint: '可输入网格编码或其末几位、名称或拼音首字母、地址、住户或事件编号，或坐标，例如 北纬36.3891°，东经120.4472° ±60米。',
  results: (found) => (found === 0 ? '没有结果' : `${count(found)} 个结果`),
  searching: '正在查找住户、事件、建筑、地址和道路',
  failed: '未能查找住户、事件、地址和道路。',
  waits: '连接恢复后将再次查找住户、事件、地址和道路。',
  retry: '再次查找',
  clear: '清空搜索',
  recent: '最近选择（仅保存在本设备）',
  forget: '清除最近选择',
  groups: {
    positions: '坐标',
    grids: '网格',
    areas: '街道和社区',
    within: '其中的网格',
    incidents: '事件',
    households: '住户',
    places: '建筑、地址和道路',
    commands: '命令',
  },
  kinds: {
    position: '位置',
    grid: '网格',
    street: '街道',
    community: '社区',
    household: '住户',
    incident: '事件',
    building: '建筑',
    address: '地址',
    road: '道路',
    command: '命令',
    retry: '失败',
  },
  areaGrids: (grids) => `${count(grids)} 个网格`,
  readAs: {
    wgs84: '按 WGS-84 读取，与 CGCS2000 相同',
    cgcs2000: '按 CGCS2000 读取，与 WGS-84 相同',
    gcj02: '按 GCJ-02（高德、腾讯地图）读取',
    bd09: '按 BD-09（百度地图）读取',
  },
  readElsewhere: (assumed, distance) => `${assumed}，距第一种读法 ${distance}`,
  within: (position, distance) => `${position} ± ${distance}`,
  converted: {
    gcj02: '坐标已按 GCJ-02 读取，并换算为 WGS-84。',
    bd09: '坐标已按 BD-09 读取，并换算为 WGS-84。',
  },
};
