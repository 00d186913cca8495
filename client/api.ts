// A small typed fetch. A path is tied to the type of its answer, and whatever is not a 2xx answer becomes an ApiError.
import type { IncidentCell, IncidentCells, IncidentStatistics } from '../server/analysis/insightSchemas.ts';
import type { Quality } from '../server/analysis/qualitySchemas.ts';
import type { Defects, Unassigned, UnassignedPoint, Workload } from '../server/analysis/schemas.ts';
import type { RegionWeights } from '../server/analysis/weightsSchemas.ts';
import type { ClientConfiguration } from '../server/basemap/schemas.ts';
import type { Crosswalk } from '../server/crosswalk/schemas.ts';
import type { Neighbour } from '../server/grids/schemas.ts';
import type { Location } from '../server/locate/schemas.ts';
import type { BoundaryVersions, RegionList, Summary } from '../server/regions/schemas.ts';
import type { SearchResults } from '../server/search/schemas.ts';

export interface TileJson {
  tiles: string[];
  minzoom?: number;
  maxzoom?: number;
  bounds?: [number, number, number, number];
}

/** `status` 0: no answer came. `title` and `detail` are the server's own words (problem+json) where there are any. */
export class ApiError extends Error {
  readonly status: number;
  readonly title: string;
  readonly detail: string;

  constructor(status: number, title: string, detail: string, options?: ErrorOptions) {
    super(detail === '' ? title : `${title}: ${detail}`, options);
    this.name = 'ApiError';
    this.status = status;
    this.title = title;
    this.detail = detail;
  }
}

/** The request may have been carried out all the same: only its answer is missing. */
export const isUnanswered = (error: unknown) =>
  error instanceof ApiError && (error.status < 400 || error.status >= 500);

type Query = Record<string, string | number | undefined>;

export const fetchRegions = (signal?: AbortSignal) => get<RegionList>('/api/regions', {}, signal);

export const fetchClientConfiguration = (signal?: AbortSignal) =>
  get<ClientConfiguration>('/api/client-configuration', {}, signal);

export const fetchSummary = (region: string, signal?: AbortSignal) =>
  get<Summary>(`/api/regions/${region}/summary`, {}, signal);

/** Dates in the region's time zone; incidents count from the midnight of one to that of the other, or until now. */
export const fetchWorkload = (region: string, period: { from: string; to?: string }, signal?: AbortSignal) =>
  get<Workload>(`/api/regions/${region}/workload`, period, signal);

export const fetchWeights = (region: string, signal?: AbortSignal) =>
  getTagged<RegionWeights>(`/api/regions/${region}/weights`, signal);
/** Which incidents, and which period to compare with, as the server's filter names it. */
export type IncidentQuery = Record<string, string>;

export const fetchIncidentStatistics = (region: string, query: IncidentQuery, signal?: AbortSignal) =>
  get<IncidentStatistics>(`/api/regions/${region}/incident-statistics`, query, signal);

export const fetchIncidentCells = (
  region: string,
  query: IncidentQuery,
  cellM: number,
  signal?: AbortSignal,
) => get<IncidentCells>(`/api/regions/${region}/incident-cells`, { ...query, cellM }, signal);

export const fetchIncidentCell = (
  region: string,
  query: IncidentQuery,
  cellM: number,
  [q, r]: readonly [number, number],
  signal?: AbortSignal,
) => get<IncidentCell>(`/api/regions/${region}/incident-cells/${q},${r}`, { ...query, cellM }, signal);

export const fetchUnassigned = (region: string, signal?: AbortSignal) =>
  get<Unassigned>(`/api/regions/${region}/unassigned`, { limit: 1000 }, signal);

export const fetchQuality = (region: string, signal?: AbortSignal) =>
  get<Quality>(`/api/regions/${region}/quality`, {}, signal);

/** Every point without a grid, page after page; more than `most` stay away, and the total tells of them. */
export async function fetchEveryUnassigned(
  region: string,
  signal: AbortSignal,
  most = 10_000,
): Promise<Unassigned> {
  const points: UnassignedPoint[] = [];
  let page: Unassigned | undefined;
  do {
    const query: Query = { limit: 1000, after: page?.next ?? undefined };
    page = await get<Unassigned>(`/api/regions/${region}/unassigned`, query, signal);
    points.push(...page.points);
  } while (page.next !== null && points.length < most);
  return { ...page, points };
}

export const fetchVersions = (region: string, signal?: AbortSignal) =>
  get<BoundaryVersions>(`/api/regions/${region}/versions`, {}, signal);

export const fetchCrosswalk = (
  region: string,
  versions: { from: number; to: number },
  signal?: AbortSignal,
) => get<Crosswalk>('/api/crosswalk', { region, ...versions, f: 'json' }, signal);

export const fetchNeighbours = (region: string, grid: string, signal?: AbortSignal) =>
  get<{ neighbours: Neighbour[] }>(
    `/api/regions/${region}/grids/${encodeURIComponent(grid)}/neighbours`,
    {},
    signal,
  );

export const fetchDefects = (region: string, signal?: AbortSignal) =>
  get<Defects>(`/api/regions/${region}/defects`, {}, signal);

export const fetchLocation = (
  point: { lon: number; lat: number; accuracyM?: number | undefined; at?: string | undefined },
  signal?: AbortSignal,
) => {
  const { lon, lat, accuracyM, at } = point;
  return get<Location>('/api/locate', { lon, lat, accuracyM, at }, signal);
};

/** Households, incidents, buildings, addresses and roads of the region. */
export const fetchSearch = (region: string, text: string, signal?: AbortSignal) =>
  get<SearchResults>(`/api/regions/${region}/search`, { q: text, limit: 20 }, signal);

/** `filter`: what the layer's tiles leave out; their URLs carry it on. */
export const fetchTileJson = (
  layer: string,
  region: string,
  filter: Record<string, string>,
  signal?: AbortSignal,
) => get<TileJson>(`/tiles/${layer}.json`, { region, ...filter }, signal);

export interface Write {
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  body?: unknown;
  /** Of the state that it changes; 412 when somebody else was faster. */
  etag?: string;
  /** Who says so; empty: nobody said. */
  actor: string;
}

export async function send<Answer>(write: Write): Promise<Answer> {
  return (await sendTagged<Answer>(write)).answer;
}

/** With the ETag of the new state, for the next write. */
export async function sendTagged<Answer>({
  method,
  path,
  body,
  etag,
  actor,
}: Write): Promise<{ answer: Answer; etag: string | null }> {
  const headers: Record<string, string> = {};
  if (body !== undefined) {
    headers['content-type'] = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  }
  if (etag !== undefined) headers['if-match'] = etag;
  if (actor !== '') headers['gridwright-actor'] = encodeURIComponent(actor);
  const response = await answerTo(path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { answer: await read<Answer>(response), etag: response.headers.get('etag') };
}

export async function get<Answer>(path: string, query: Query, signal?: AbortSignal): Promise<Answer> {
  const given = Object.entries(query).filter(
    (entry): entry is [string, string | number] => entry[1] !== undefined,
  );
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return read<Answer>(await answerTo(search === '' ? path : `${path}?${search}`, { signal: signal ?? null }));
}

/** An answer with its ETag: what a write that builds on it says it has seen. */
export interface Tagged<Answer> {
  value: Answer;
  etag: string;
}

async function getTagged<Answer>(path: string, signal?: AbortSignal): Promise<Tagged<Answer>> {
  const response = await answerTo(path, { signal: signal ?? null });
  return { value: await read<Answer>(response), etag: response.headers.get('etag') ?? '' };
}

/** @throws ApiError on any but a 2xx answer */
async function answerTo(url: string, request: RequestInit): Promise<Response> {
  const headers = { accept: 'application/json', ...(request.headers as Record<string, string> | undefined) };
  let response: Response;
  try {
    response = await fetch(url, { ...request, headers });
  } catch (error) {
    if (request.signal?.aborted) throw error;
    throw new ApiError(0, 'No connection', '', { cause: error });
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function read<Answer>(response: Response): Promise<Answer> {
  if (response.status === 204) return undefined as Answer;
  try {
    return (await response.json()) as Answer;
  } catch (error) {
    throw new ApiError(response.status, 'The answer could not be read', response.url, { cause: error });
  }
}

/** RFC 9457; any other body (a proxy's page, an empty one) leaves the status line to speak. */
export async function problemOf(response: Response): Promise<ApiError> {
  const problem = (await response.json().catch(() => ({}))) as { title?: unknown; detail?: unknown };
  return new ApiError(
    response.status,
    typeof problem.title === 'string' ? problem.title : response.statusText || `HTTP ${response.status}`,
    typeof problem.detail === 'string' ? problem.detail : '',
  );
}
