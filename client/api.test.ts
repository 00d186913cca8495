import { afterEach, describe, expect, test, vi } from 'vitest';
import { ApiError, fetchLocation, fetchRegions, isUnanswered } from './api.ts';

function answer(body: BodyInit | null, init: ResponseInit): void {
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => new Response(body, init)),
  );
}

async function failureOf(promise: Promise<unknown>): Promise<ApiError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApiError)) throw new Error(`expected an ApiError, got ${String(error)}`);
  return error;
}

afterEach(() => vi.unstubAllGlobals());

describe('api', () => {
  test("a problem+json answer becomes an ApiError with the server's title and detail", async () => {
    answer(JSON.stringify({ title: 'Not found', detail: 'No region 999999' }), {
      status: 404,
      headers: { 'content-type': 'application/problem+json' },
    });
    const error = await failureOf(fetchRegions());
    expect(error).toMatchObject({ status: 404, title: 'Not found', detail: 'No region 999999' });
    expect(error.message).toBe('Not found: No region 999999');
  });

  test('an error page that is not JSON still says its status', async () => {
    answer('<h1>Bad gateway</h1>', { status: 502, statusText: 'Bad Gateway' });
    expect(await failureOf(fetchRegions())).toMatchObject({ status: 502, title: 'Bad Gateway', detail: '' });
  });

  test('a 200 whose body is not JSON is a failure, not an empty answer', async () => {
    answer('', { status: 200 });
    expect(await failureOf(fetchRegions())).toMatchObject({ status: 200 });
  });

  test('no answer at all is an ApiError with status 0', async () => {
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => Promise.reject(new TypeError('fetch failed'))),
    );
    expect(await failureOf(fetchRegions())).toMatchObject({ status: 0 });
  });

  test('a refusal is an answer; silence, a broken server and a stranger are none: it may be done all the same', () => {
    const statuses = [0, 200, 400, 412, 500, 502];
    expect(statuses.filter((status) => isUnanswered(new ApiError(status, '', '')))).toEqual([
      0, 200, 500, 502,
    ]);
  });

  test('parameters that are not given are left out of the URL', async () => {
    answer('{}', { status: 200 });
    await fetchLocation({ lon: 120.45, lat: 36.38 });
    expect(vi.mocked(fetch).mock.calls[0]?.[0]).toBe('/api/locate?lon=120.45&lat=36.38');
  });
});
