import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Database } from '../database.ts';
import { pointRoutes } from '../points/routes.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';
import { households } from './subject.ts';

export const householdRoutes: FastifyPluginAsyncTypebox<{
  database: Database;
  snapshots: Snapshots;
}> = async (app, options) => {
  await app.register(pointRoutes, { ...options, subject: households });
};
