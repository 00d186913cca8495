import type { Messages } from '../en.ts';
import { formatsFor } from '../format.ts';

const { count } = formatsFor('zh-CN');

export const shell: Messages['shell'] = {
  title: (region) => `${region} · Gridwright`,
  version: (version) => `第 ${count(version)} 版`,
  noVersion: '尚无边界',
  demo: '演示',
  demoVersion: (version) => `演示 · 第 ${count(version)} 版`,
  demoExplained: '供试用的虚构城市，不涉及任何真实的地点、住户或人员。',
  workspaces: { plan: '规划', dispatch: '调度', insight: '分析' },
  workspace: '工作区',
  region: '区县',
  live: '实时',
  liveExplained: (time) => `服务器于 ${time} 应答，新数据会自动显示。`,
  offline: '连接中断',
  connecting: '正在连接',
  connectingExplained: '服务器有应答；在实时连接恢复之前，每 10 秒更新一次数据。',
  offlineBar: (time) =>
    `连接中断。地图、列表和网格搜索仍可使用 ${time} 的数据；写入和新的点位须等待连接恢复。`,
  offlineBarShort: (time) => `连接中断。当前为 ${time} 的数据，暂不能写入。`,
  offlineFromStart: '连接中断，尚未收到任何数据。服务器应答后，本页会自动继续。',
  connectedAgain: '连接已恢复，显示的是最新数据。',
  language: '语言',
  darkTheme: '深色主题',
  lightTheme: '浅色主题',
  close: '关闭',
  map: '区县地图。方向键平移，加减键缩放。列表中也能找到每个网格。',
  zoomIn: '放大',
  zoomOut: '缩小',
  wholeRegion: '显示全区',
  measurePanel: '地图内容',
  gridPanel: '网格与详情',
  larger: '展开面板',
  smaller: '收起面板',
};
