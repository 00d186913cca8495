import type { Messages } from '../../messages/en.ts';

/** For the list of all keys. */
export const dispatchKeys: readonly { keys: readonly string[]; name: (words: Messages) => string }[] = [
  { keys: ['N'], name: (words) => words.dispatch.keys.new },
  { keys: ['J', '↓'], name: (words) => words.dispatch.keys.next },
  { keys: ['K', '↑'], name: (words) => words.dispatch.keys.previous },
  { keys: ['S'], name: (words) => words.dispatch.keys.status },
  { keys: ['A'], name: (words) => words.dispatch.keys.assign },
  { keys: ['C'], name: (words) => words.dispatch.keys.copy },
  { keys: ['G'], name: (words) => words.dispatch.keys.pin },
  { keys: ['L'], name: (words) => words.dispatch.keys.filter },
  { keys: ['Esc'], name: (words) => words.dispatch.keys.close },
];
