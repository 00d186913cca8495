// What the process counts of itself, for Prometheus. Counting a request costs one look into a map and one addition; all that
// can be asked for is asked for when somebody reads the metrics.
import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Database } from '../database.ts';
import { rejectionCount } from '../rejections.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';
import { type ImportJobs, importJobs } from './importJobs.ts';

/** From a lookup in memory to a statement that is about to be given up, in seconds. */
const durationBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

type Child = Histogram.Internal<'method' | 'route' | 'status'>;

export class Metrics {
  /** Of this application alone: several can live in one process. */
  readonly registry = new Registry();
  readonly #children = new Map<string, Child>();
  readonly #requests = new Histogram({
    name: 'gridwright_http_request_duration_seconds',
    help: 'Requests by route pattern, method and status, and how long they took',
    labelNames: ['method', 'route', 'status'],
    buckets: durationBuckets,
    registers: [this.registry],
  });
  readonly #tiles = new Counter({
    name: 'gridwright_tiles_total',
    help: 'Tiles sent by layer, and whether they had to be rendered or were at hand',
    labelNames: ['layer', 'from'],
    registers: [this.registry],
  });
  readonly #tileBytes = new Counter({
    name: 'gridwright_tile_bytes_total',
    help: 'Bytes of tiles sent, as they were sent',
    labelNames: ['layer'],
    registers: [this.registry],
  });
  #hasDefaults = false;

  constructor(database: Database, snapshots: Snapshots) {
    this.#watchDatabase(database);
    this.#watchSnapshots(snapshots);
    this.#watchImports(importJobs(database));
    this.#watchRejections();
  }

  /** Counts every request of the application; a path that is no route counts as one route, or anybody could make up thousands. */
  countRequests(app: FastifyInstance): void {
    app.addHook('onResponse', async (request, reply) => {
      const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
      this.#childOf(request.method, route, reply.statusCode).observe(reply.elapsedTime / 1000);
    });
  }

  tileSent(layer: string, from: 'cache' | 'rendering', bytes: number): void {
    this.#tiles.inc({ layer, from });
    this.#tileBytes.inc({ layer }, bytes);
  }

  /** The text format of Prometheus. */
  async text(): Promise<string> {
    if (!this.#hasDefaults) {
      // the event loop and the garbage collector are watched only where somebody looks
      this.#hasDefaults = true;
      collectDefaultMetrics({ register: this.registry });
    }
    return this.registry.metrics();
  }

  #childOf(method: string, route: string, status: number): Child {
    const key = `${method} ${status} ${route}`;
    let child = this.#children.get(key);
    if (child === undefined) {
      child = this.#requests.labels({ method, route, status: String(status) });
      this.#children.set(key, child);
    }
    return child;
  }

  #watchDatabase(database: Database): void {
    this.#gauge(
      'gridwright_database_connections',
      'Connections by pool and state',
      ['pool', 'state'],
      (gauge) => {
        for (const { pool, total, idle } of database.connections()) {
          gauge.set({ pool, state: 'idle' }, idle);
          gauge.set({ pool, state: 'busy' }, total - idle);
        }
      },
    );
    this.#gauge('gridwright_database_waiting', 'Requests that wait for a connection', ['pool'], (gauge) => {
      for (const { pool, waiting } of database.connections()) gauge.set({ pool }, waiting);
    });
    if (database.standbyState() === undefined) return;
    this.#gauge(
      'gridwright_standby_used',
      '1 while the standby of DATABASE_READ_URL is read, 0 while it lags or is gone',
      [],
      (gauge) => gauge.set(database.standbyState() === 'used' ? 1 : 0),
    );
  }

  #watchSnapshots(snapshots: Snapshots): void {
    this.#gauge('gridwright_snapshot_bytes', 'Memory of a region held for lookups', ['region'], (gauge) => {
      for (const { code, bytes } of snapshots.held()) gauge.set({ region: code }, bytes);
    });
    this.#gauge('gridwright_boundary_version', 'Boundary version of a region held', ['region'], (gauge) => {
      for (const { code, boundaryVersion } of snapshots.held()) gauge.set({ region: code }, boundaryVersion);
    });
    this.#gauge('gridwright_change_sequence', 'Newest change seen of a region held', ['region'], (gauge) => {
      for (const { code, changeSequence } of snapshots.held()) gauge.set({ region: code }, changeSequence);
    });
    this.#gauge('gridwright_directory_age_seconds', 'Since the regions were last looked at', [], (gauge) => {
      const age = snapshots.directoryAgeSeconds();
      if (age !== undefined) gauge.set(age);
    });
  }

  #watchRejections(): void {
    this.#gauge('gridwright_unhandled_rejections', 'Defects met since the start', [], (gauge) =>
      gauge.set(rejectionCount()),
    );
  }

  #watchImports(jobs: ImportJobs): void {
    this.#gauge(
      'gridwright_import_jobs',
      'Imports by kind that are not finished',
      ['kind'],
      async (gauge) => {
        for (const [kind, count] of await jobs()) gauge.set({ kind }, count);
      },
    );
  }

  #gauge(
    name: string,
    help: string,
    labelNames: string[],
    measure: (gauge: Gauge) => void | Promise<void>,
  ): void {
    new Gauge({
      name,
      help,
      labelNames,
      registers: [this.registry],
      async collect() {
        this.reset();
        await measure(this);
      },
    });
  }
}
