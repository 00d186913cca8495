import type { Messages } from '../en.ts';
import { formatsFor } from '../format.ts';

const { count } = formatsFor('zh-CN');

const both = (households: number, incidents: number) =>
  households === 0
    ? `${count(incidents)} 起事件`
    : incidents === 0
      ? `${count(households)} 户`
      : `${count(households)} 户、${count(incidents)} 起事件`;

export const coverage: Messages['coverage'] = {
  title: '数据是否可信？',
  lines: '检查项目',
  details: '需要处理的位置',
  verdict: {
    fits: '一切正常',
    fitsDetail: '边界无缺陷，住户和事件均有归属，各网格均有网格员，数据为最新。',
    attention: (lines) => `有 ${count(lines)} 项需要处理`,
    attentionDetail: '边界准确；下列内容未计入部分统计。',
    blockingDetail: (defects) => `边界有 ${count(defects)} 处缺陷：附近的点可能归入错误的网格，或没有归属。`,
    uncheckedDetail: '现行边界尚未检查，是否准确还不清楚。',
  },
  state: { blocking: '严重', warning: '警告', fine: '正常' },
  groups: {
    boundaries: '边界',
    points: '住户和事件',
    people: '网格员',
    freshness: '数据更新情况',
  },
  noDefect: '网格之间无缝隙、无重叠。',
  defects: {
    gap: (defects) => `网格之间有 ${count(defects)} 处缝隙。`,
    overlap: (defects) => `${count(defects)} 处同时属于两个网格。`,
    'unmatched-edge': (defects) => `${count(defects)} 条边界在相邻网格间不一致。`,
    'self-intersection': (defects) => `${count(defects)} 条轮廓自相交。`,
    'duplicate-code': (defects) => `${count(defects)} 个编码重复。`,
    'bad-code': (defects) => `${count(defects)} 个编码无效。`,
  },
  refused: {
    gap: (defects) => `被拒绝的导入：网格之间有 ${count(defects)} 处缝隙。`,
    overlap: (defects) => `被拒绝的导入：${count(defects)} 处重叠。`,
    'unmatched-edge': (defects) => `被拒绝的导入：${count(defects)} 条边界不一致。`,
    'self-intersection': (defects) => `被拒绝的导入：${count(defects)} 条轮廓自相交。`,
    'duplicate-code': (defects) => `被拒绝的导入：${count(defects)} 个编码重复。`,
    'bad-code': (defects) => `被拒绝的导入：${count(defects)} 个编码无效。`,
  },
  refusedDetail: (file, date) =>
    file === null ? `${date}尝试导入，未作任何改动。` : `${file}，${date}尝试导入，未作任何改动。`,
  everyPoint: '所有住户和事件都在网格内。',
  unassigned: {
    outside: (households, incidents) => `${both(households, incidents)}在网格范围之外。`,
    enclave: (households, incidents) => `${both(households, incidents)}在其他区县的飞地内。`,
    gap: (households, incidents) => `${both(households, incidents)}在网格之间的缝隙内。`,
  },
  unassignedDetail: '没有网格和网格员负责。',
  withoutWorker: {
    base: (grids) => (grids === 0 ? '每个网格都有网格员。' : `${count(grids)} 个网格没有网格员。`),
    dedicated: (grids) =>
      grids === 0 ? '每个专属网格都有网格员。' : `${count(grids)} 个专属网格没有网格员。`,
  },
  withoutGrid: (workers) => (workers === 0 ? '每名网格员都有网格。' : `${count(workers)} 名网格员没有网格。`),
  withoutGridTitle: '目前没有网格',
  fresh: {
    grids: (rows) => `${count(rows)} 个网格`,
    areas: (rows) => `${count(rows)} 个街道和社区`,
    workers: (rows) => `${count(rows)} 名网格员`,
    households: (rows) => `${count(rows)} 户`,
    incidents: (rows) => `${count(rows)} 起事件`,
  },
  empty: {
    grids: '还没有网格。',
    areas: '还没有街道和社区。',
    workers: '还没有网格员。',
    households: '还没有住户。',
    incidents: '还没有事件。',
  },
  old: {
    households: (rows, days) => `${count(rows)} 户，已有 ${count(days)} 天没有新增或变更。`,
    incidents: (rows, days) => `${count(rows)} 起事件，已有 ${count(days)} 天没有新增或变更。`,
  },
  never: '尚未写入。',
  written: (when, by, source) => {
    const way = by === 'import' ? '，由导入写入' : by === 'api' ? '，由接口写入' : '';
    return source === null ? `最近更新于 ${when}${way}` : `最近更新于 ${when}${way}，来源：${source}`;
  },
  checked: (version, date) => `第 ${count(version)} 版已于${date}检查。`,
  checkedOther: (checked, inForce) => `检查的是第 ${count(checked)} 版，而现行的是第 ${count(inForce)} 版。`,
  unchecked: '边界尚未检查。',
  places: {
    all: '全部位置',
    allCaption: (places) => `${count(places)} 处需要处理`,
    count: (places) => `${count(places)} 处`,
    workers: (workers) => `${count(workers)} 名网格员`,
    back: '显示全部位置',
    none: '没有需要处理的位置',
    noneDetail: '边界缺陷、未归属的点位和没有网格员的网格会在这里列出，并在地图上标出。',
    household: (reference) => `住户 ${reference}`,
    incident: (reference) => `事件 ${reference}`,
    notAll: (listed, total) => `共 ${count(total)} 处，已列出并标出 ${count(listed)} 处；导出内容与此相同。`,
  },
  openInDispatch: '在调度中处理',
  export: '将列表保存为 CSV',
  csv: {
    subject: '对象',
    kind: '类型',
    code: '编码',
    longitude: '经度',
    latitude: '纬度',
    detail: '说明',
    name: '覆盖检查',
    subjects: { boundaries: '边界', household: '住户', incident: '事件', grid: '网格', worker: '网格员' },
    withoutGrid: '没有网格',
    withoutWorker: '没有网格员',
    causes: { outside: '网格范围之外', enclave: '飞地内', gap: '缝隙内' },
    refused: (kind) => `${kind}，被拒绝的导入`,
  },
  failed: '数据检查结果未能加载。',
  legend: {
    title: '需要处理的内容',
    withoutWorker: '没有网格员的网格',
    unassigned: '未归属网格的住户或事件',
    defect: '边界缺陷',
  },
};
