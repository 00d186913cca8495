import { send, type Write } from '../api.ts';
import { actor } from './actor.svelte.ts';

/** Sends a write in the name of whoever works at this screen. */
export const write = <Answer>(request: Omit<Write, 'actor'>) =>
  send<Answer>({ ...request, actor: actor.name });
