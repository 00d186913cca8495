// The table of contents of the server: every subject is registered here, by name, with what it needs.
import compress from '@fastify/compress';
import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { analysisRoutes } from './analysis/routes.ts';
import { basemapRoutes } from './basemap/routes.ts';
import { basemapOriginsOf } from './basemap/settings.ts';
import type { Config } from './config.ts';
import type { Database } from './database.ts';
import { handleError } from './errors.ts';
import { featuresRoutes } from './features/routes.ts';
import { healthRoutes } from './health/routes.ts';
import { answerClientError } from './http/clientErrors.ts';
import { clientFiles } from './http/clientFiles.ts';
import { compression } from './http/compression.ts';
import { drainBeforeClosing } from './http/drain.ts';
import { refuseForeignRequests } from './http/guard.ts';
import { readJsonBodies } from './http/jsonBody.ts';
import { answerUnknownRoutes } from './http/notFound.ts';
import { securityHeaders } from './http/securityHeaders.ts';
import { dropStalledConnections } from './http/stalledConnections.ts';
import { compileValidators } from './http/validation.ts';
import { incidentRoutes } from './incidents/routes.ts';
import { limits } from './limits.ts';
import { locateRoutes } from './locate/routes.ts';
import { createLogger } from './logger.ts';
import { Metrics } from './metrics/metrics.ts';
import { metricsRoutes } from './metrics/routes.ts';
import { inOpenapi30, wholeDocument } from './openapi.ts';
import type { OpenapiDocument } from './openapiDocument.ts';
import { regionRoutes } from './regions/routes.ts';
import type { Snapshots } from './snapshot/snapshots.ts';
import { tileRoutes } from './tiles/routes.ts';

export interface AppInput {
  database: Database;
  config: Pick<Config, 'logLevel' | 'publicUrl' | 'basemap' | 'basemapOrigins'>;
  snapshots: Snapshots;
}

/** The whole application, ready to listen or to `inject()`. Closing it closes neither the database nor the snapshots. */
export async function buildApp({ database, config, snapshots }: AppInput): Promise<FastifyInstance> {
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
    clientErrorHandler: answerClientError,
    connectionTimeout: limits.connectionMs,
    handlerTimeout: limits.handlerMs,
    keepAliveTimeout: limits.keepAliveMs,
    // what drainBeforeClosing leaves
    forceCloseConnections: true,
    return503OnClosing: false,
    // what fails before a route is found, such as a path that is not one
    frameworkErrors: handleError,
  });
  app.setErrorHandler(handleError);
  app.setValidatorCompiler(compileValidators());
  app.server.maxConnections = limits.connections;
  dropStalledConnections(app);
  app.addHook('onRequest', refuseForeignRequests(config.publicUrl));
  readJsonBodies(app);
  answerUnknownRoutes(app);

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
  await app.register(locateRoutes, { database, snapshots });
  await app.register(incidentRoutes, { database, snapshots });
  await app.register(featuresRoutes, { database });
  await app.register(tileRoutes, { database, metrics });
  await app.register(basemapRoutes, { basemap: config.basemap });
  await app.register(clientFiles);

  app.get('/api/openapi.json', { schema: { hide: true } }, async () => wholeDocument(app));
  drainBeforeClosing(app);
  await app.ready();
  return app;
}
