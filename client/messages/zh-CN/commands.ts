import type { Messages } from '../en.ts';
import { formatsFor } from '../format.ts';

const { count } = formatsFor('zh-CN');

export const commands: Messages['commands'] = {
  workspace: (workspace) => `转到${workspace}`,
  page: (page) => `分析：${page}`,
  region: (region) => `转到区县：${region}`,
  fit: '完整显示所选内容',
  leftPanel: '显示或隐藏左侧面板',
  rightPanel: '显示或隐藏右侧面板',
  showLayer: (layer) => `在地图上显示：${layer}`,
  hideLayer: (layer) => `在地图上隐藏：${layer}`,
};

export const keys: Messages['keys'] = {
  title: '快捷键',
  search: '搜索',
  pan: '移动地图',
  zoom: '放大和缩小',
  lists: '浏览列表',
  close: '关闭，或清除选择',
  single: '启用单字母命令',
  singleExplained: '在文本框中始终不起作用。此设置仅保存在本设备。',
  arrows: '方向键',
};

export const actor: Messages['actor'] = {
  title: '当前使用人',
  label: '姓名或岗位',
  placeholder: '调度员 3',
  explained:
    '您所做的更改旁会写上这个名称，便于他人了解是谁所为。任何人都可以填写任意名称，这不是登录。仅保存在本设备。',
  save: '保存',
  named: (name) => `当前使用人：${name}`,
  nobody: '填写当前使用人',
};

export const share: Messages['share'] = {
  title: '分享',
  copyLink: '复制当前视图的链接',
  copyLinkExplained: '打开后与所见相同：区县、位置、图层、筛选和选择。',
  print: '打印地图',
  savePicture: '将地图保存为图片（PNG）',
  linkCopied: '链接已复制。',
  linkNotCopied: (link) => `浏览器不允许本页复制。链接：${link}`,
  preparing: '正在绘制图片。',
  saved: (file) => `已保存 ${file}。`,
  failed: '未能绘制图片。',
  version: (version, date) => `第 ${count(version)} 版边界，自${date}起`,
  versionAlways: (version) => `第 ${count(version)} 版边界`,
  period: (range) => `事件统计时段 ${range}`,
  source: (source, date) => `数据来源：${source}。绘制于 ${date}。`,
  sourceOwn: 'Gridwright 中的本区数据',
  sourceDemo: '虚构的演示数据，不涉及任何真实的地点、住户或人员',
};
