import { beforeAll, describe, expect, test } from 'vitest';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { createSampleRegion, sample } from '../testing/sampleRegion.ts';
import { tileAt, tileReader } from '../testing/tiles.ts';
import { layerIds } from './layers.ts';
import type { TileJson } from './schemas.ts';

const database = await testDatabase();
const app = await testApp(database);
const { tile } = tileReader(app);

beforeAll(async () => {
  await createSampleRegion(database);
});

describe('TileJSON', () => {
  test.each(layerIds)('of %s says where its tiles are and what is in them', async (id) => {
    const response = await app.inject({ url: `/tiles/${id}.json`, headers: { host: 'localhost:8080' } });
    expect(response.statusCode).toBe(200);
    const description = response.json<TileJson>();
    expect(description.tilejson).toBe('3.0.0');
    expect(description.tiles[0]).toMatch(`http://localhost:8080/tiles/${id}/{z}/{x}/{y}.mvt`);
    const [west, south, east, north] = description.bounds as [number, number, number, number];
    expect(west).toBeGreaterThan(120.4);
    expect(east).toBeLessThan(120.5);
    expect(south).toBeGreaterThan(36.3);
    expect(north).toBeLessThan(36.45);

    const { x, y } = tileAt(sample.centre, 14);
    const url = new URL(description.tiles[0]!.replace('{z}/{x}/{y}', `14/${x}/${y}`));
    const decoded = await tile(url.pathname + url.search);
    expect(Object.keys(decoded)).toEqual(description.vector_layers.map((layer) => layer.id));
    for (const { id: name, fields } of description.vector_layers) {
      const properties = new Set(decoded[name]!.flatMap((feature) => Object.keys(feature.properties)));
      for (const property of properties) expect(Object.keys(fields)).toContain(property);
    }
  });

  test('of an unknown layer is answered with the layers that are there', async () => {
    const response = await app.inject('/tiles/dragons.json');
    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({ value: 'dragons', layers: layerIds });
  });

  test('of one region passes the region on to its tiles', async () => {
    const description = (await app.inject(`/tiles/grids.json?region=${sample.code}`)).json<TileJson>();
    expect(new URL(description.tiles[0]!).searchParams.get('region')).toBe(sample.code);
    expect((await app.inject('/tiles/grids.json?region=999999')).statusCode).toBe(404);
  });
});

describe('a tile that is not there', () => {
  test('is empty where nothing is to be seen', async () => {
    const response = await app.inject('/tiles/grids/10/0/0.mvt');
    expect(response.statusCode).toBe(204);
    expect(response.rawPayload.length).toBe(0);
  });

  test.each([
    ['/tiles/grids/99/0/0.mvt', 400, 'z', '99'],
    ['/tiles/grids/10/1024/0.mvt', 400, 'x', '1024'],
    ['/tiles/grids/10/0/1024.mvt', 400, 'y', '1024'],
    ['/tiles/grids/10/-1/0.mvt', 400, 'x', '-1'],
    ['/tiles/grids/10/0/abc.mvt', 400, 'y', 'abc'],
    ['/tiles/grids/10/0/0.mvt?colour=red', 400, 'colour', 'red'],
    ['/tiles/grids/10/0/0.mvt?region=jimo', 400, 'region', 'jimo'],
    ['/tiles/grids/24/0/0.mvt', 404, 'z', '24'],
    ['/tiles/grids/2/0/0.mvt', 404, 'z', '2'],
  ])('%s is answered %i and names %s=%s', async (path, status, parameter, value) => {
    const response = await app.inject(path);
    expect(response.statusCode).toBe(status);
    expect(response.headers['content-type']).toMatch('application/problem+json');
    expect(response.json()).toMatchObject({ status, parameter, value });
  });

  test('of an unknown region or layer is not found', async () => {
    expect((await app.inject('/tiles/grids/10/0/0.mvt?region=999999')).statusCode).toBe(404);
    expect((await app.inject('/tiles/dragons/10/0/0.mvt')).json()).toMatchObject({
      status: 404,
      layers: layerIds,
    });
  });
});
