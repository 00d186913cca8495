// Everything that the shell can do, once: the search offers it by name, keys by letter, and the list of keys shows both.
import type { Region } from '../../server/regions/schemas.ts';
import type { FirstMessages } from '../messages/en.ts';
import { words } from '../messages/messages.svelte.ts';
import { copyText } from '../state/clipboard.ts';
import { insightPages } from '../state/insightView.ts';
import { panels } from '../state/panels.svelte.ts';
import { stage } from '../state/stage.svelte.ts';
import { theme } from '../state/theme.svelte.ts';
import { toasts } from '../state/toasts.svelte.ts';
import { view } from '../state/view.svelte.ts';
import { viewport } from '../state/viewport.svelte.ts';
import { languages, layerNames, workspaces } from '../state/viewState.ts';
import { desk } from './desk.svelte.ts';

export interface Command {
  id: string;
  label: (text: FirstMessages) => string;
  /** As pressed; a single character rests in text fields and can be switched off. */
  key?: string;
  /** Only in these circumstances; default: always. */
  isOffered?: () => boolean;
  run: () => void;
}

const workspaceKeys = { plan: 'P', dispatch: 'D', insight: 'I' } as const;

const fixed: readonly Command[] = [
  ...workspaces.map(
    (workspace): Command => ({
      id: workspace,
      label: (text) => text.commands.workspace(text.shell.workspaces[workspace]),
      key: workspaceKeys[workspace],
      run: () => view.showWorkspace(workspace),
    }),
  ),
  ...insightPages.map(
    (page, index): Command => ({
      id: page,
      label: (text) => text.commands.page(text.insight.page[page]),
      key: String(index + 1),
      isOffered: () => view.workspace === 'insight',
      run: () => view.update('insight', { page }),
    }),
  ),
  { id: 'fit', label: (text) => text.commands.fit, key: 'F', run: () => stage.current?.fitSelection() },
  {
    id: 'region',
    label: (text) => text.shell.wholeRegion,
    key: 'H',
    run: () => stage.current?.showWholeRegion(),
  },
  { id: 'locate', label: (text) => text.shell.locateMe, run: () => stage.current?.locateMe() },
  {
    id: 'left',
    label: (text) => text.commands.leftPanel,
    key: '[',
    isOffered: () => viewport.layout !== 'phone',
    run: () => panels.toggleLeft(),
  },
  {
    id: 'right',
    label: (text) => text.commands.rightPanel,
    key: ']',
    isOffered: () => viewport.layout !== 'phone',
    run: () => panels.toggleRight(),
  },
  ...layerNames.map(
    (layer): Command => ({
      id: `layer-${layer}`,
      label: (text) =>
        view.layers.includes(layer)
          ? text.commands.hideLayer(text.layers[layer])
          : text.commands.showLayer(text.layers[layer]),
      isOffered: () => view.workspace === 'insight' && view.insight.page === 'workload',
      run: () => view.showLayer(layer, !view.layers.includes(layer)),
    }),
  ),
  ...languages.map(
    (language): Command => ({
      id: language,
      label: () => ({ en: 'English', 'zh-CN': '简体中文' })[language],
      isOffered: () => view.language !== language,
      run: () => view.speak(language),
    }),
  ),
  {
    id: 'theme',
    label: (text) => (theme.current === 'light' ? text.shell.darkTheme : text.shell.lightTheme),
    run: () => theme.toggle(),
  },
  { id: 'link', label: (text) => text.share.copyLink, run: () => void copyLink() },
  {
    id: 'print',
    label: (text) => text.share.print,
    isOffered: hasMap,
    run: () => void takePicture('print'),
  },
  {
    id: 'png',
    label: (text) => text.share.savePicture,
    isOffered: hasMap,
    run: () => void takePicture('save'),
  },
  { id: 'actor', label: (text) => text.actor.title, run: () => open('actor') },
  {
    id: 'keys',
    label: (text) => text.keys.title,
    key: '?',
    isOffered: () => viewport.layout !== 'phone',
    run: () => open('keys'),
  },
];

/** All of them, those of the regions last. */
export function commandsOf(
  region: Region | undefined,
  regions: readonly Region[],
  nameOf: (place: Region) => string,
): Command[] {
  const others = regions.filter(({ code }) => code !== region?.code);
  return [
    ...fixed,
    ...others.map(
      (other): Command => ({
        id: `region-${other.code}`,
        label: (text) => text.commands.region(nameOf(other)),
        run: () => view.showRegion(other.code),
      }),
    ),
  ];
}

export function commandOfKey(key: string): Command | undefined {
  const wanted = key.length === 1 ? key.toUpperCase() : key;
  return fixed.find((command) => command.key === wanted && command.isOffered?.() !== false);
}

export function commandsWithKeys(): readonly Command[] {
  return fixed.filter(({ key }) => key !== undefined);
}

export async function copyLink(): Promise<void> {
  const link = location.href;
  if (await copyText(link)) toasts.show(() => words().share.linkCopied);
  else toasts.fail(() => words().share.linkNotCopied(link));
}

/** What draws it is loaded when it is wanted. */
export async function takePicture(purpose: 'print' | 'save'): Promise<void> {
  const { makePicture } = await import('../export/makePicture.ts');
  await makePicture(purpose);
}

function open(dialog: NonNullable<typeof desk.open>): void {
  desk.open = dialog;
}

function hasMap(): boolean {
  return stage.current !== null;
}
