// The table of contents of the server: every subject is registered here, by name, with what it needs.
import { join } from 'node:path';
import compress from '@fastify/compress';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { insightRoutes } from './analysis/insightRoutes.ts';
import { analysisRoutes } from './analysis/routes.ts';
import { weightsRoutes } from './analysis/weightsRoutes.ts';
import { basemapRoutes } from './basemap/routes.ts';
import { basemapOriginsOf } from './basemap/settings.ts';
import { changeRoutes } from './changes/routes.ts';
import type { Config } from './config.ts';
import { crosswalkRoutes } from './crosswalk/routes.ts';
import type { Database } from './database.ts';
import { exportRoutes } from './exports/routes.ts';
import { featuresRoutes } from './features/routes.ts';
import { gridRoutes } from './grids/routes.ts';
import { healthRoutes } from './health/routes.ts';
import { householdRoutes } from './households/routes.ts';
import { answerClientError } from './http/clientErrors.ts';
import { clientFiles } from './http/clientFiles.ts';
import { compression } from './http/compression.ts';
import { corsOptions } from './http/cors.ts';
import { drainBeforeClosing } from './http/drain.ts';
import { refuseForeignRequests } from './http/guard.ts';
import { readJsonBodies } from './http/jsonBody.ts';
import { refuseMisplacedPatches } from './http/mergePatch.ts';
import { answerUnknownRoutes } from './http/notFound.ts';
import { handleError } from './http/problems.ts';
import { securityHeaders } from './http/securityHeaders.ts';
import { dropStalledConnections } from './http/stalledConnections.ts';
import { compileValidators } from './http/validation.ts';
import { importRoutes } from './imports/routes.ts';
import { incidentRoutes } from './incidents/routes.ts';
import { limits } from './limits.ts';
import { batchRoutes } from './locate/batchRoutes.ts';
import { locateRoutes } from './locate/routes.ts';
import { createLogger } from './logger.ts';
import { Metrics } from './metrics/metrics.ts';
import { metricsRoutes } from './metrics/routes.ts';
import { inOpenapi30, wholeDocument } from './openapi.ts';
import type { OpenapiDocument } from './openapiDocument.ts';
import { regionRoutes } from './regions/routes.ts';
import { searchRoutes } from './search/routes.ts';
import type { Snapshots } from './snapshot/snapshots.ts';
import { tileRoutes } from './tiles/routes.ts';
import { TileCache } from './tiles/tileCache.ts';
import { workerRoutes } from './workers/routes.ts';

export interface AppInput {
  database: Database;
  config: Pick<
    Config,
    'logLevel' | 'dataDirectory' | 'publicUrl' | 'basemap' | 'basemapOrigins' | 'corsOrigins'
  >;
  snapshots: Snapshots;
  /** Default: one of the usual size. */
  tileCache?: TileCache;
  /** For measurements: routes behind the same hooks that do nothing. */
  moreRoutes?: (app: FastifyInstance) => void;
}

/** The whole application, ready to listen or to `inject()`. Closing it closes neither the database nor the snapshots. */
export async function buildApp({
  database,
  config,
  snapshots,
  tileCache = new TileCache(),
  moreRoutes,
}: AppInput): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: createLogger(config.logLevel) as FastifyBaseLogger,
    bodyLimit: limits.bodyBytes,
    routerOptions: { maxParamLength: limits.pathParameterCharacters },
    trustProxy: config.publicUrl === undefined ? false : 'loopback',
    requestTimeout: limits.requestMs,
    http: {
      headersTimeout: limits.headersMs,
      connectionsCheckingInterval: limits.connectionCheckMs,
      maxHeaderSize: limits.headBytes,
    },
    connectionTimeout: limits.connectionMs,
    handlerTimeout: limits.handlerMs,
    keepAliveTimeout: limits.keepAliveMs,
    // what drainBeforeClosing leaves
    forceCloseConnections: true,
    return503OnClosing: false,
    // what fails before a route is found, such as a path that is not one
    frameworkErrors: handleError,
    clientErrorHandler: answerClientError,
  });
  app.setErrorHandler(handleError);
  app.setValidatorCompiler(compileValidators());
  app.server.maxConnections = limits.connections;
  dropStalledConnections(app);
  app.addHook('onRequest', refuseForeignRequests(config));
  readJsonBodies(app);
  refuseMisplacedPatches(app);
  answerUnknownRoutes(app);

  if (config.corsOrigins !== undefined) await app.register(cors, corsOptions(config.corsOrigins));
  await app.register(helmet, securityHeaders(basemapOriginsOf(config)));
  await app.register(compress, compression);
  await app.register(swagger, {
    openapi: {
      openapi: '3.0.3',
      info: { title: 'Gridwright', version: '0.1.0', description: 'Grid boundaries of a city' },
    },
    transformObject: (document) =>
      'openapiObject' in document
        ? (inOpenapi30(document.openapiObject as unknown as OpenapiDocument) as never)
        : document.swaggerObject,
  });

  const metrics = new Metrics(database, snapshots);
  metrics.countRequests(app);
  await app.register(metricsRoutes, { metrics });
  await app.register(healthRoutes, { database });
  await app.register(regionRoutes, { database, snapshots });
  await app.register(analysisRoutes, { database, snapshots });
  await app.register(insightRoutes, { database, snapshots });
  await app.register(weightsRoutes, { database, snapshots });
  await app.register(locateRoutes, { database, snapshots });
  await app.register(gridRoutes, { database, snapshots });
  await app.register(householdRoutes, { database, snapshots });
  await app.register(batchRoutes, { database, snapshots });
  await app.register(incidentRoutes, { database, snapshots });
  await app.register(workerRoutes, { database, snapshots });
  await app.register(crosswalkRoutes, { database, snapshots });
  await app.register(searchRoutes, { database, snapshots });
  await app.register(changeRoutes, { database, snapshots });
  await app.register(importRoutes, {
    database,
    snapshots,
    uploadFolder: join(config.dataDirectory, 'uploads'),
  });
  await app.register(featuresRoutes, { database });
  await app.register(exportRoutes, { database });
  await app.register(tileRoutes, { database, snapshots, cache: tileCache, metrics });
  await app.register(basemapRoutes, { basemap: config.basemap });
  await app.register(clientFiles);
  moreRoutes?.(app);

  app.get('/api/openapi.json', { schema: { hide: true } }, async () => wholeDocument(app));
  await app.register(drainBeforeClosing);
  await app.ready();
  return app;
}
