import type { Messages } from '../en.ts';
import { formatsFor } from '../format.ts';

const { count, amount } = formatsFor('zh-CN');

/** Rounded as the index beside it is, but never to nothing. */
const excess = (by: number) => (by < 1 ? amount(by) : count(by));

const share = (part: number) => {
  const percent = part * 100;
  if (percent > 99.9999) return '全部面积';
  if (percent > 0 && percent < 1) return '不足 1% 的面积';
  if (percent > 99 && percent < 100) return '超过 99% 的面积';
  return `${count(percent)}% 的面积`;
};

export const plan: Messages['plan'] = {
  panel: '边界版本',
  details: '均衡情况与详情',
  inForce: '现行边界',
  grids: (base, dedicated) =>
    dedicated === 0 ? `${count(base)} 个网格` : `${count(base)} 个网格、${count(dedicated)} 个专属网格`,
  versions: '版本',
  version: (version) => `第 ${count(version)} 版`,
  since: (date) => `自 ${date}起生效`,
  from: (date) => `将于 ${date}生效`,
  fromBeginning: '自始有效',
  recorded: (when, actor) => (actor === null ? `记录于 ${when}` : `${actor} 记录于 ${when}`),
  source: (source) => `来源：${source}`,
  now: '现行',
  later: '尚未生效',
  changed: (grids) => (grids === 0 ? '没有新增、变更或撤销网格' : `新增、变更或撤销 ${count(grids)} 个网格`),
  first: (grids) => `首个版本：${count(grids)} 个网格`,
  showChanges: (version) => `显示第 ${count(version)} 版的变更`,
  compare: '变更内容',
  compareFrom: '起始版本',
  compareTo: '目标版本',
  clear: '不显示变更',
  compared: (from, to) => `从第 ${count(from)} 版到第 ${count(to)} 版`,
  comparedCount: (grids) =>
    grids === 0 ? '没有网格的范围发生变化。' : `${count(grids)} 个网格的范围有变化，地图上以斜线标出。`,
  change: { added: '新增', changed: '变更', retired: '撤销' },
  noSuchVersion: (version) => `本区没有第 ${count(version)} 版。`,
  sameVersion: '请选择两个不同的版本。',
  keeps: (part) => `保留 ${share(part)}。`,
  gives: (part, households, code) =>
    households === 0
      ? `${share(part)}划入 ${code}，不涉及住户。`
      : `${share(part)}、${count(households)} 户划入 ${code}。`,
  givesNone: (part, households) =>
    households === 0
      ? `${share(part)}不再属于任何网格，不涉及住户。`
      : `${share(part)}、${count(households)} 户不再属于任何网格。`,
  takes: (area, households, code) =>
    households === 0
      ? `从 ${code} 划入 ${area}，不涉及住户。`
      : `从 ${code} 划入 ${area}、${count(households)} 户。`,
  householdsNow: '户数按当前登记。',
  balance: '均衡情况',
  balanceCaption: '人均工作量，100 为全区人均',
  maximumDeviation: '最大偏差',
  maxMin: '最大／最小',
  inBandOf: (grids) => `达标，共 ${count(grids)} 个`,
  strip: '各工作量指数的网格数',
  noWorkers: '还没有网格配备网格员，无法计算人均工作量。',
  unbounded: '无上限',
  andMore: (index) => `${count(index)}+`,
  choose: '请在地图上、变更列表中或通过搜索选择网格，这里将显示其数据和相邻网格。',
  neighbours: '相邻网格',
  neighboursCaption: '按共用边界由长到短',
  sharedEdge: (distance) => `共用 ${distance}`,
  roomBelow: (by) => `距上限还有 ${excess(by)}`,
  overLimit: (by) => `超出上限 ${excess(by)}`,
  noRoom: '已达上限',
  noWorker: '无网格员',
  noNeighbours: '没有网格与其共用边界。',
  legend: '工作量指数',
  legendChanged: '所比较版本间范围有变化',
  noVersions: '还没有边界版本',
  noVersionsDetail: '首次导入网格后生成第 1 版；此后各版及其变更都会列在这里。',
  failed: '边界版本未能加载。',
  changesFailed: '版本之间的变更未能加载。',
  neighboursFailed: '相邻网格未能加载。',
  pill: '版本',
};
