// The page's side of the worker: hands it the server's answers, and passes the map's requests for tiles on to it.
import { addProtocol } from 'maplibre-gl';
import type { IncidentCells } from '../../server/analysis/insightSchemas.ts';
import type { CellSummary } from './cellSet.ts';
import type { CellReply, CellRequest, CellUse } from './protocol.ts';

export interface CellSet {
  /** For a vector source of the map. */
  tiles: string;
  answer: IncidentCells;
  summary: CellSummary;
}

type Unnumbered<Request> = Request extends CellRequest ? Omit<Request, 'id'> : never;

interface Waiting {
  resolve: (reply: CellReply) => void;
  reject: (error: Error) => void;
}

const scheme = 'cells';
const waiting = new Map<number, Waiting>();
let worker: Worker | undefined;
let lastId = 0;
let lastSet = 0;

export async function prepareCells(answer: IncidentCells, use: CellUse): Promise<CellSet> {
  lastSet += 1;
  const set = String(lastSet);
  const reply = await ask({ kind: 'prepare', set, answer, use });
  if (reply.kind !== 'summary') throw new Error(`The cells were answered with ${reply.kind}`);
  return { tiles: `${scheme}://${set}/{z}/{x}/{y}`, answer, summary: reply.summary };
}

addProtocol(scheme, async ({ url }) => {
  const [set, z, x, y] = url.slice(`${scheme}://`.length).split('/');
  const address = { z: Number(z), x: Number(x), y: Number(y) };
  const reply = await ask({ kind: 'tile', set: set!, address });
  if (reply.kind !== 'tile') throw new Error(`A tile of cells was answered with ${reply.kind}`);
  return { data: reply.tile };
});

function ask(request: Unnumbered<CellRequest>): Promise<CellReply> {
  worker ??= start();
  lastId += 1;
  const id = lastId;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    worker!.postMessage({ ...request, id });
  });
}

function start(): Worker {
  const started = new Worker(new URL('./cells.worker.ts', import.meta.url), { type: 'module' });
  started.onmessage = ({ data }: MessageEvent<CellReply>) => {
    const asked = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.kind === 'failed') asked?.reject(new Error(data.reason));
    else asked?.resolve(data);
  };
  started.onerror = ({ message }) => {
    for (const { reject } of waiting.values()) reject(new Error(message));
    waiting.clear();
    worker = undefined;
  };
  return started;
}
