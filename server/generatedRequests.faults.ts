// Twenty thousand requests generated from the OpenAPI document, sensible and hostile ones, and mutated GeoJSON: the server
// answers each of them in its own words, and what is stored stays right.
import { Agent, request as httpRequest } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectPostgis } from './database.ts';
import { UserError } from './errors.ts';
import type { OpenapiDocument } from './openapiDocument.ts';
import {
  cityDatabase,
  dropDatabase,
  expectVerified,
  expectWholeChanges,
  repeats,
  seed,
} from './testing/faultDatabase.ts';
import {
  type GeneratedOperation,
  type GeneratedRequest,
  generatedOperations,
} from './testing/generatedRequests.ts';
import type { KnownValues } from './testing/generatedValues.ts';
import { jsonMutation, mutated, textMutation } from './testing/hostileValues.ts';
import { importText } from './testing/importing.ts';
import { askFreshly } from './testing/privateCluster.ts';
import { geoJsonSamples, sampleBodies } from './testing/sampleFiles.ts';
import { type ServerProcess, startServer, untilReady } from './testing/serverProcess.ts';

const REQUESTS = 20_000;
const FILES = 1_500;
const AT_ONCE = 8;
/** No more of an answer is read: what is wrong shows in its head. */
const READ_BYTES = 2_000_000;
const NAME = 'generated_requests';

let databaseUrl: string;
let server: ServerProcess;
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
beforeAll(async () => {
  databaseUrl = await cityDatabase(NAME);
  server = await startServer({ DATABASE_URL: databaseUrl, LOG_LEVEL: 'error' });
  await untilReady(server.url);
});
afterAll(async () => {
  agent.destroy();
  await server.kill();
  await dropDatabase(NAME);
});

interface Answer {
  /** 0: there was none. */
  status: number;
  mediaType: string;
  text: string;
}

function send({ method, path, body, ...rest }: GeneratedRequest): Promise<Answer> {
  // Node would send the body of a GET without saying where it ends
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const headers = { ...rest.headers, ...length };
  return new Promise((resolve) => {
    const sent = httpRequest({ host: '127.0.0.1', port: server.port, agent, method, path, headers });
    sent.setTimeout(60_000, () => sent.destroy(new Error('no answer within a minute')));
    sent.on('error', (error) => resolve({ status: 0, mediaType: '', text: error.message }));
    sent.on('response', (response) => {
      const mediaType = response.headers['content-type'] ?? '';
      let text = '';
      const end = () => resolve({ status: response.statusCode ?? 0, mediaType, text });
      // an endless stream has shown what it is
      if (mediaType.startsWith('text/event-stream')) {
        end();
        sent.destroy();
        return;
      }
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString('latin1');
        if (text.length > READ_BYTES) {
          end();
          sent.destroy();
        }
      });
      response.on('end', end).on('error', end);
    });
    sent.end(body);
  });
}

/** What an answer says that it must not say. */
function objectionTo(
  { method, body }: GeneratedRequest,
  { operation }: GeneratedOperation,
  answer: Answer,
): string | undefined {
  const { status, mediaType, text } = answer;
  if (status === 0) {
    // a body that is refused by its length need not be read to its end
    return (body?.length ?? 0) > 1_000_000 ? undefined : `no answer: ${text}`;
  }
  if (status >= 500) {
    const isDocumented =
      (status === 503 || status === 507) && Object.hasOwn(operation.responses, String(status));
    return isDocumented ? undefined : `${status}: ${text}`;
  }
  if (status < 400 || method === 'HEAD') return undefined;
  if (!mediaType.startsWith('application/problem+json'))
    return `${status} is ${mediaType}, not a problem: ${text}`;
  const problem = JSON.parse(text) as { status?: unknown; detail?: unknown };
  if (problem.status !== status) return `${status} says ${String(problem.status)}: ${text}`;
  return typeof problem.detail === 'string' && problem.detail.trim() !== ''
    ? undefined
    : `${status} says nothing: ${text}`;
}

/** A few examples of each kind, so that a frequent one does not hide the others. */
class Objections {
  total = 0;
  readonly #byKind = new Map<string, string[]>();

  add(kind: string, example: string): void {
    this.total += 1;
    const examples = this.#byKind.get(kind) ?? [];
    if (examples.length < 2) examples.push(example);
    this.#byKind.set(kind, examples);
  }

  examples(): Record<string, string[]> {
    return Object.fromEntries(this.#byKind);
  }
}

/** The messages of the errors that the server has logged, each once. */
function reasonsIn(log: string): string {
  return [...new Set(log.match(/"message":"(?:[^"\\]|\\.)*"/g) ?? [])].slice(0, 40).join(' ');
}

/** As a person could send it again. */
function shown({ method, path, headers, body }: GeneratedRequest): string {
  const fields = Object.entries(headers).map(([name, value]) => `-H ${JSON.stringify(`${name}: ${value}`)}`);
  const data =
    body === undefined ? '' : `--data-binary ${JSON.stringify(Buffer.from(body).toString()).slice(0, 1_500)}`;
  return `curl -X ${method} ${fields.join(' ')} ${data} '${path}'`;
}

async function knownValues(): Promise<KnownValues> {
  const [known] = await askFreshly<Record<string, string[]>>(
    databaseUrl,
    `select array['370215'] as region,
       (select array_agg(distinct code) from (select code from grid_version limit 20) g) as code,
       (select array_agg(id::text) from (
         (select household_id as id from household limit 10) union all (select incident_id from incident limit 10)
         union all (select worker_id from worker limit 10) union all (select grid_id from grid limit 10)
         union all (select grid_version_id from grid_version limit 5)) i) as id,
       (select array_agg(id::text) from (select household_id as id from household limit 100) h) as "households/{id}",
       (select array_agg(id::text) from (select incident_id as id from incident limit 100) i) as "incidents/{id}",
       (select array_agg(id::text) from (select worker_id as id from worker limit 100) w) as "workers/{id}",
       array['*'] as "if-match",
       array['2026-01-01', '2026-06-01T00:00:00Z', '../2026-06-01T00:00:00Z', '2025-01-01/2026-01-01'] as datetime,
       array['120.4,36.3,120.5,36.4', '120.45,36.38,120.46,36.39'] as bbox,
       array['noise', 'water'] as category, array['10', '1', '1000'] as "limit",
       array['12', '14'] as z, array['3418', '13673'] as x, array['1603', '6412'] as y`,
  );
  return { ...known!, grid: known!.code!, featureId: known!.id! };
}

async function operations(): Promise<GeneratedOperation[]> {
  const document = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as OpenapiDocument;
  return generatedOperations(document, await knownValues(), sampleBodies);
}

test('twenty thousand generated requests: no 5xx but a documented one, and each refusal says why', async () => {
  console.log(`generated requests: FAULT_SEED=${seed}`);
  const all = await operations();
  const each = Math.ceil(repeats(REQUESTS) / all.length);
  const objections = new Objections();
  const statuses: Record<string, number> = {};
  for (const operation of all) {
    const requests = fc.sample(operation.requests, { numRuns: each, seed });
    const sendInTurn = async (): Promise<void> => {
      for (let next = requests.pop(); next !== undefined; next = requests.pop()) {
        const answer = await send(next);
        statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
        const objection = objectionTo(next, operation, answer);
        if (objection !== undefined)
          objections.add(
            `${operation.name} ${answer.status}`,
            `${objection.slice(0, 500)}
  ${shown(next)}`,
          );
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, sendInTurn));
    expect(
      server.exitCode(),
      `the server ended at ${operation.name}: ${server.stderr().slice(-2_000)}`,
    ).toBeNull();
  }
  console.log(
    `${each} requests to each of ${all.length} operations; answers by status: ${JSON.stringify(statuses)}`,
  );
  expect(objections.examples(), `${objections.total} objections; ${reasonsIn(server.stderr())}`).toEqual({});
  // most of what is generated is understood, or the test would prove little
  expect(statuses[200] ?? 0).toBeGreaterThan(0.15 * each * all.length);
  await expectWholeChanges(databaseUrl);
  await expectVerified(databaseUrl);
});

test('mutated GeoJSON is imported or refused in words', async () => {
  const database = await connectPostgis(databaseUrl);
  const objections = new Objections();
  let imported = 0;
  try {
    const files = fc.sample(mutatedFile, { numRuns: repeats(FILES), seed });
    for (const { kind, name, content } of files) {
      try {
        await importText(database, { kind, name, content, regionCode: '370215', source: 'mutated' });
        imported += 1;
      } catch (error) {
        if (error instanceof UserError && error.message !== '') continue;
        objections.add(
          `${kind}: ${String(error).slice(0, 200)}`,
          `${Buffer.from(content).toString().slice(0, 1_500)}`,
        );
      }
    }
  } finally {
    await database.close();
  }
  console.log(`${imported} of ${repeats(FILES)} mutated files were imported`);
  expect(objections.examples(), `${objections.total} objections`).toEqual({});
  await expectWholeChanges(databaseUrl);
  await expectVerified(databaseUrl);
});

const mutatedFile = fc
  .record({
    sample: fc.constantFrom(...geoJsonSamples),
    changes: fc.array(jsonMutation, { maxLength: 3 }),
    spoil: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: textMutation }),
  })
  .map(({ sample: { kind, collection }, changes, spoil }) => {
    const text = JSON.stringify(changes.reduce<unknown>(mutated, collection)) ?? '';
    return { kind, name: 'mutated.geojson', content: spoil === undefined ? text : spoil(text) };
  });
