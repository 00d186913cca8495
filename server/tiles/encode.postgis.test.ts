// The one seam between the engines: the same rows encoded by PostGIS and by Node are the same tile.
import { beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../testing/database.ts';
import { createSampleRegion, sample } from '../testing/sampleRegion.ts';
import { type DecodedFeature, decodeTile, tileAt } from '../testing/tiles.ts';
import { layers } from './layers.ts';
import { renderHere, renderInDatabase } from './tileQuery.ts';

const database = await testDatabase();
let regionId: number;

beforeAll(async () => {
  ({ regionId } = await createSampleRegion(database));
});

const cases = layers.flatMap((layer) =>
  [4, 9, 12, 13, 14, 15, 16, 18]
    .filter((z) => z >= layer.minzoom && z <= layer.maxzoom)
    .map((z) => ({ layer, z, title: `${layer.id} at zoom ${z}` })),
);

test.each(cases)(
  '$title: ids and attributes are equal, geometry within one tile unit',
  async ({ layer, z }) => {
    expect(database.hasProtobuf).toBe(true);
    const sources = layer.sourceLayers.filter((source) => z >= source.minzoom);
    const tile = { ...tileAt(sample.centre, z), regionIds: [regionId] };
    const expected = decodeTile(await renderInDatabase(database, sources, tile));
    const actual = decodeTile(await renderHere(database, sources, tile));
    expect(Object.keys(actual)).toEqual(Object.keys(expected));
    for (const [name, features] of Object.entries(expected)) {
      // counted cells have no id; their place tells them apart
      const ours = [...actual[name]!];
      expect(ours.map(identity)).toEqual(features.map(identity));
      for (const [index, feature] of features.entries()) {
        expect(furthest(feature, ours[index]!), `${name} ${feature.id}`).toBeLessThanOrEqual(1);
        expect(furthest(ours[index]!, feature), `${name} ${feature.id}`).toBeLessThanOrEqual(1);
      }
    }
  },
);

function identity({ id, type, properties }: DecodedFeature): object {
  return { id, type, properties };
}

/** How far, in tile units along an axis, the vertices of one shape lie from the other at most. */
function furthest(from: DecodedFeature, to: DecodedFeature): number {
  const distances = from.lines.flat().map((vertex) => {
    const toVertices = to.lines.flat().map((other) => axisDistance(vertex, other));
    const toEdges = to.lines.flatMap((line) =>
      line.slice(1).map((end, i) => axisDistance(vertex, nearestOn(vertex, line[i]!, end))),
    );
    return Math.min(...toVertices, ...toEdges);
  });
  return Math.max(...distances);
}

function axisDistance([ax, ay]: [number, number], [bx, by]: [number, number]): number {
  return Math.max(Math.abs(ax - bx), Math.abs(ay - by));
}

function nearestOn(
  [px, py]: [number, number],
  [ax, ay]: [number, number],
  [bx, by]: [number, number],
): [number, number] {
  const length2 = (bx - ax) ** 2 + (by - ay) ** 2;
  const share = length2 === 0 ? 0 : ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length2;
  const clamped = Math.min(1, Math.max(0, share));
  return [ax + clamped * (bx - ax), ay + clamped * (by - ay)];
}
