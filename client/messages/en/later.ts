// The words of the workspaces that are not in the first load.
import { dispatch } from './dispatch.ts';
import { locating } from './locating.ts';
import { plan } from './plan.ts';

export const later = { dispatch, locating, plan };

export type LaterMessages = typeof later;
