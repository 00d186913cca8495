// All words of a language in one piece, for tests; the client fetches them in two (messages.svelte.ts).

import { later as laterEn } from './en/later.ts';
import { en as firstEn, type Messages } from './en.ts';
import { later as laterZhCN } from './zh-CN/later.ts';
import { zhCN as firstZhCN } from './zh-CN.ts';

export const en: Messages = { ...firstEn, ...laterEn };
export const zhCN: Messages = { ...firstZhCN, ...laterZhCN };
