import type { FirstMessages } from './en.ts';
import { formatsFor } from './format.ts';
import { actor, commands, keys, share } from './zh-CN/commands.ts';
import { coverage } from './zh-CN/coverage.ts';
import { hotspots } from './zh-CN/hotspots.ts';
import { search } from './zh-CN/search.ts';
import { shell } from './zh-CN/shell.ts';
import { workload } from './zh-CN/workload.ts';

const format = formatsFor('zh-CN');
const { count } = format;

/** Rounded as the index beside it is, but never to nothing. */
const excess = (by: number) => (by < 1 ? format.amount(by) : count(by));

export const zhCN: FirstMessages = {
  format,
  isChinese: true,
  name: 'Gridwright',

  shell,
  hotspots,

  insight: {
    panel: '地图显示的内容',
    pages: '分析页面',
    page: { coverage: '覆盖', hotspots: '热点', workload: '工作量' },
  },

  coverage,

  search,
  commands,
  keys,
  actor,
  share,

  measures: {
    label: '网格着色依据',
    workload: '工作量',
    households: '住户',
    incidents: '事件',
  },

  periods: {
    label: '统计事件的时段：最近',
    '7d': '7 天',
    '14d': '14 天',
    '30d': '30 天',
    '90d': '90 天',
    '12m': '12 个月',
  },

  legend: {
    workload: '工作量指数',
    workloadExplained: '每名网格员的工作量，100 为全区人均；80 至 120 为正常范围。',
    households: '住户',
    householdsExplained: '各网格的住户数。',
    incidents: '事件',
    incidentsExplained: (range) => `各网格的上报事件数，${range}。`,
    grids: '网格数',
    below: (limit) => `${count(limit)} 以下`,
    from: (limit) => `${count(limit)} 及以上`,
    fromTo: (from, to) => `${count(from)} 至 ${count(to)}`,
    between: (from, to) => (from === to ? count(from) : `${count(from)}–${count(to)}`),
    withoutWorker: '无网格员',
  },

  layers: {
    label: '地图图层',
    values: '网格着色',
    incidents: '事件',
    households: '住户',
    unassigned: '未归属网格',
    defects: '覆盖缺陷',
    explain: (layer) => `${layer}的说明`,
    heat: '该时段事件的密度；缩放到 15 级起逐个显示。',
    open: '未结',
    closed: '已结',
    householdCells: '圆的面积表示户数；缩放到 15 级起逐户显示。',
    noDefects: '没有缺陷。',
    showMore: (next, left) =>
      next === left ? `显示其余 ${count(left)} 个` : `再显示 ${count(next)} 个（还有 ${count(left)} 个）`,
  },

  overview: {
    sentence: (grids, dedicated, streets, communities, area) =>
      `${count(streets)} 个街道、${count(communities)} 个社区，共 ${count(grids)} 个网格${dedicated === 0 ? '' : `、${count(dedicated)} 个专属网格`}，面积 ${area}。`,
    people: (households, people, workers) =>
      `${count(households)} 户、${count(people)} 人；${count(workers)} 名网格员。`,
    openIncidents: (open) => (open === 0 ? '没有未结事件。' : `${count(open)} 起未结事件。`),
    coverageExact: (date) => `网格覆盖完整，无缝隙、无重叠（${date}检查）。`,
    coverageDefects: (defects) => `网格覆盖有 ${count(defects)} 处缺陷，已在地图上标出。`,
    coverageUnchecked: '网格覆盖尚未检查。',
    refusedImport: (file, defects) =>
      `最近一次网格导入${file === null ? '' : `（${file}）`}被拒绝：${count(defects)} 处缺陷，已在地图上标出。`,
    noneUnassigned: '所有住户和事件都已归属网格。',
    withoutWorker: (grids) => (grids === 0 ? '每个网格都有网格员。' : `${count(grids)} 个网格没有网格员。`),
  },

  balance: {
    mean: '100 为全区人均',
    chartRange: '指数',
    chartCount: '网格数',
    maximumDeviation: '最大偏差',
    maxMin: '最大／最小',
    variation: '变异系数',
    inBand: '范围内',
    inBandOf: (inBand, all) => `${count(inBand)}／${count(all)}`,
    noWorkers: '还没有网格配备网格员，无法计算人均工作量。',
    unbounded: '无上限',
    inBandSentence: (inBand, all) =>
      `${count(all)} 个网格中有 ${count(inBand)} 个在 80 至 120 的正常范围内。`,
  },

  workload,

  list: { none: '–' },

  grid: {
    details: '所选内容的详情',
    base: '网格',
    dedicated: '专属网格',
    selected: (code, name) => `已选择网格 ${code} ${name}。`,
    zoomTo: '缩放至此',
    clear: '取消选择',
    path: '所属',
    area: '面积',
    boundaries: '边界',
    versionSince: (version, date) => `第 ${count(version)} 版，自 ${date}起`,
    versionAlways: (version) => `第 ${count(version)} 版，自始有效`,
    workload: '工作量',
    minutes: (minutes) => `${format.amount(minutes)} 分钟`,
    hours: (minutes) => `每周 ${format.amount(minutes / 60)} 小时`,
    parts: { households: '住户', keyPersons: '重点人员', incidents: '事件', area: '面积' },
    partsLabel: '工作量构成，每周分钟数',
    index: '工作量指数',
    inBand: '在范围内',
    over: (by) => `超出 ${excess(by)}`,
    under: (by) => `不足 ${excess(by)}`,
    noIndex: '无网格员，无指数',
    households: '户数',
    people: '人口',
    incidents: '事件',
    openIncidents: '当前未结',
    workers: '网格员',
    worker: (number) => `网格员 ${number}`,
    noWorker: '该网格没有网格员',
    missing: (code) => `本区没有网格 ${code}，可能已撤销，或链接来自其他区县。`,
  },

  location: {
    point: '位置',
    title: '位置',
    inside: '在内',
    away: (distance) => `相距 ${distance}`,
    toEdge: (distance) => `距边界 ${distance}`,
    inGridLabel: (name) => (name === '' ? '首选' : `${name}，首选`),
    runnerUpLabel: (name) => (name === '' ? '次选' : `${name}，次选`),
    nearestLabel: (name) => (name === '' ? '最近' : `${name}，最近`),
    facts: (name, workers, open) =>
      [
        ...(name === '' ? [] : [name]),
        workers === 0 ? '无网格员' : `${count(workers)} 名网格员`,
        open === 0 ? '无未结事件' : `${count(open)} 起未结`,
      ].join(' · '),
    ambiguous: '难以确定：可能属于两个网格',
    ambiguousOutside: '难以确定：可能不在任何网格内',
    ambiguousDetail: (accuracy, code, distance) =>
      `该点的误差为 ${accuracy}，而与 ${code} 的边界仅相距 ${distance}，请向来电人核实。`,
    ambiguousEdge: (accuracy, distance) =>
      `该点的误差为 ${accuracy}，而网格边界仅相距 ${distance}，请向来电人核实。`,
    unassigned: '不在任何网格内',
    unassignedDetail: (region) => `该点不在${region}的任何网格内，最近的网格如下。`,
    noRegion: '不在任何区县内',
    noRegionDetail: '该点在本服务器管理的所有区县之外。',
    baseGrid: '所在基础网格',
    coordinates: '坐标',
    answer: (code, distance) => `网格 ${code}，距边界 ${distance}。`,
  },

  unassigned: {
    household: '未归属网格的住户',
    incident: '未归属网格的事件',
    nearest: (code, distance) => `距 ${code} ${distance}`,
    noNearest: '附近没有网格',
  },

  defects: {
    gap: '缝隙',
    overlap: '重叠',
    'unmatched-edge': '边界不一致',
    'self-intersection': '自相交',
    'duplicate-code': '编码重复',
    'bad-code': '编码无效',
    refusedKind: (kind) => `${kind}（被拒绝的导入）`,
  },

  incident: {
    described: (category, status, when) => `${category} · ${status} · ${when}`,
    categories: {
      water: '供排水',
      refuse: '垃圾清运',
      noise: '噪声扰民',
      parking: '占道停车',
      lighting: '照明供电',
      fire: '消防隐患',
      dispute: '邻里纠纷',
      other: '其他',
    },
    severities: { 1: '低', 2: '一般', 3: '高', 4: '紧急' },
    statuses: {
      received: '已受理',
      dispatched: '已派单',
      in_hand: '处理中',
      checked: '已核查',
      closed: '已结案',
    },
  },

  states: {
    loading: '正在加载',
    retry: '重试',
    copy: '复制命令',
    copied: '已复制',
    regionsFailed: '区县列表未能加载。',
    summaryFailed: '全区数据未能加载。',
    workloadFailed: '网格及其工作量未能加载。',
    unassignedFailed: '未归属网格的位置未能加载。',
    defectsFailed: '覆盖检查结果未能加载。',
    locationFailed: '未能查询该点所属的网格。',
    tilesFailed: {
      areas: '街道和社区界线未能加载。',
      grids: '网格界线未能加载。',
      blocks: '地图上的地块未能加载。',
      roads: '地图上的道路未能加载。',
      water: '地图上的水系未能加载。',
      households: '地图上的住户未能加载。',
      incidents: '地图上的事件未能加载。',
    },
    noAnswer: '服务器没有应答。',
    unreadable: '收到的内容不是服务器的应答。',
    answered: (status, title, detail) => `服务器返回 ${status}：${detail === '' ? title : detail}`,
    noRegions: '还没有区县',
    noRegionsDetail:
      '这里将在地图上显示一个区县及其网格、住户、事件和工作量。要从虚构的演示城市开始，请运行：',
    unknownRegion: (code) => `没有区县 ${code}`,
    unknownRegionDetail: '链接可能来自其他服务器。',
    showRegion: (region) => `显示${region}`,
    noGrids: (region) => `${region}还没有网格`,
    noGridsDetail: '这里将显示按工作量、住户或事件着色的网格。要导入边界，请运行：',
    mapUnavailable: '无法绘制地图',
    mapUnavailableDetail: '此浏览器不支持 WebGL 2。网格列表和搜索仍可使用。',
  },
};
