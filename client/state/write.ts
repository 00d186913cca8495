import { send, sendTagged, type Write } from '../api.ts';
import { actor } from './actor.svelte.ts';

/** Sends a write in the name of whoever works at this screen. */
export const write = <Answer>(request: Omit<Write, 'actor'>) =>
  send<Answer>({ ...request, actor: actor.name });

/** The same, with the ETag of the new state. */
export const writeTagged = <Answer>(request: Omit<Write, 'actor'>) =>
  sendTagged<Answer>({ ...request, actor: actor.name });
