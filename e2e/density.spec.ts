// The heatmap against an exact sum of kernels: the layer of the client, drawn by MapLibre on an empty page at two zooms, read
// back pixel by pixel.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { hexagonGrid } from '../core/hexagons.ts';
import { cellForBandwidthM, kernelPeakPerKm2, kernelSigmaM } from '../core/kernelDensity.ts';

const origin = [120.45, 36.38] as const;
const bandwidthM = 250;
const topPerKm2 = 2000;
const cellM = cellForBandwidthM(bandwidthM);

/** Metres east and north of the origin, dense in the middle. */
const incidents = Array.from({ length: 3000 }, (_, index) => {
  const turn = index * 2.399963;
  const distance = 1400 * (index / 3000) ** 0.8;
  return [distance * Math.cos(turn), distance * Math.sin(turn)] as const;
});
const degreesOf = ([east, north]: readonly [number, number]) =>
  [
    origin[0] + east / (111_447 * Math.cos((origin[1] * Math.PI) / 180)),
    origin[1] + north / 110_959,
  ] as const;

/** Of the incidents themselves, not of the cells that they are counted in. */
function densityAt([east, north]: readonly [number, number]): number {
  return incidents.reduce((sum, [x, y]) => {
    const distance = Math.hypot(x - east, y - north) / bandwidthM;
    return sum + kernelPeakPerKm2(bandwidthM) * Math.exp(-0.5 * distance ** 2);
  }, 0);
}

function cells() {
  const grid = hexagonGrid(origin, cellM);
  const counts = new Map<string, number>();
  for (const incident of incidents) {
    const cell = grid.cellAt(...degreesOf(incident)).join();
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  const perIncident = kernelPeakPerKm2(kernelSigmaM(bandwidthM, cellM)) / topPerKm2;
  return [...counts].map(([cell, count]) => ({
    type: 'Feature',
    properties: { weight: count * perIncident },
    geometry: { type: 'Point', coordinates: grid.centre(cell.split(',').map(Number) as [number, number]) },
  }));
}

/** Draws the style and reads the red of the pixels at positions, from 0 to 1. */
const page = `<div id="map" style="width:600px;height:600px"></div>
<script type="module">
  import { Map as MapLibre, setWorkerUrl } from '/maplibre-gl/maplibre-gl.mjs';
  setWorkerUrl('/maplibre-gl/maplibre-gl-worker.mjs');
  window.read = async ({ style, center, zoom, positions }) => {
    const canvasContextAttributes = { preserveDrawingBuffer: true };
    const map = new MapLibre({ container: 'map', style, center, zoom, attributionControl: false, canvasContextAttributes });
    await new Promise((done) => map.once('idle', done));
    const copy = document.createElement('canvas');
    [copy.width, copy.height] = [600, 600];
    const brush = copy.getContext('2d');
    brush.drawImage(map.getCanvas(), 0, 0, 600, 600);
    return positions.map((position) => {
      const { x, y } = map.project(position);
      return brush.getImageData(Math.round(x), Math.round(y), 1, 1).data[0] / 255;
    });
  };
</script>`;

let server: Server;
test.beforeAll(async () => {
  server = createServer(({ url = '/' }, response) => {
    const name = /^\/maplibre-gl\/([\w.-]+\.mjs)$/.exec(url);
    if (!name) return response.setHeader('content-type', 'text/html').end(page);
    response.setHeader('content-type', 'text/javascript');
    return response.end(readFileSync(`node_modules/maplibre-gl/dist/${name[1]}`));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
test.afterAll(() => {
  server.closeAllConnections();
  server.close();
});

interface Heatmap {
  paint: Record<string, unknown>;
  [property: string]: unknown;
}

/** The layer as the client has it, but with a ramp from which the value can be read: black to white at the top of the scale. */
async function readableLayer(): Promise<Heatmap> {
  // by a name that the compiler does not follow: the client is compiled for browsers
  const { hotspots } = (await import('../client/layers/hotspots.ts' as string)) as {
    hotspots: { layers(inputs: object): Heatmap[] };
  };
  const density = { tiles: '', bandwidthM, cellM, latitude: origin[1] };
  const [layer] = hotspots.layers({ hotspots: { density }, colours: { heat: [] } });
  const { 'source-layer': _, ...heatmap } = layer!;
  const ramp = ['interpolate', ['linear'], ['heatmap-density'], 0, '#000000', 1, '#ffffff'];
  return { ...heatmap, paint: { ...layer!.paint, 'heatmap-color': ramp, 'heatmap-opacity': 1 } };
}

for (const zoom of [12, 14.5]) {
  test(`at zoom ${zoom} the density drawn is that of the incidents, within 6 % of it and 1 % of the scale`, async ({
    page,
  }) => {
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const places = [0, 200, 450, 700].flatMap((distance) =>
      [0, 2.1, 4.2].map((turn) => [distance * Math.cos(turn), distance * Math.sin(turn)] as const),
    );
    const data = { type: 'FeatureCollection', features: cells() };
    const style = {
      version: 8,
      sources: { density: { type: 'geojson', maxzoom: 10, data } },
      layers: [await readableLayer()],
    };
    const asked = { style, zoom, center: origin, positions: places.map(degreesOf) };
    await page.waitForFunction('window.read !== undefined');
    const values = (await page.evaluate(`read(${JSON.stringify(asked)})`)) as number[];
    expect(Math.max(...values)).toBeGreaterThan(0.5);
    for (const [index, value] of values.entries()) {
      const exact = densityAt(places[index]!) / topPerKm2;
      expect(exact).toBeLessThan(1);
      expect(Math.abs(value - exact), `${value} for ${exact}`).toBeLessThan(0.06 * exact + 0.01);
    }
  });
}
