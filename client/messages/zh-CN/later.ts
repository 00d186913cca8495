import type { LaterMessages } from '../en/later.ts';
import { dispatch } from './dispatch.ts';
import { locating } from './locating.ts';
import { plan } from './plan.ts';

export const later: LaterMessages = { dispatch, locating, plan };
