// The demo city of eight regions: how long the server takes to its first answer and how much memory it holds, and whether a
// region among eight is as fast as one alone.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import sql from 'sql-template-tag';
import {
  type BenchServer,
  batchSeconds,
  householdPlaces,
  lookupsPerSecond,
  type Place,
  withServer,
} from './locate.ts';
import type { Measurement } from './measurement.ts';

const commandLine = fileURLToPath(new URL('../bin/gridwright.js', import.meta.url));
const zooms = [8, 10, 12, 14, 16];
const BATCH_POINTS = 100_000;

export async function measureCity(): Promise<Measurement[]> {
  const { DATABASE_URL: districtUrl, CITY_DATABASE_URL: cityUrl } = process.env;
  if (!districtUrl || !cityUrl) {
    const notMeasured =
      'DATABASE_URL (demo in size district) and CITY_DATABASE_URL (size city) are not both set';
    return [{ name: 'city', value: Number.NaN, unit: '', notMeasured }];
  }
  const start = await measureStart(cityUrl);
  const ofCity = await figuresOf(cityUrl);
  const ofDistrict = await figuresOf(districtUrl);
  return [...start, ...ofCity.map((figure, index) => besideDistrict(figure, ofDistrict[index]!))];
}

/** `gridwright serve` as a person starts it. */
async function measureStart(databaseUrl: string): Promise<Measurement[]> {
  const centres = await withServer(databaseUrl, ({ database }) => regionCentres(database));
  const started = performance.now();
  const child = spawn(process.execPath, [commandLine, 'serve'], {
    env: { ...process.env, DATABASE_URL: databaseUrl, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const origin = await originIn(child.stdout);
    const first = await fetch(`${origin}/api/locate?lon=${centres[0]!.lon}&lat=${centres[0]!.lat}`);
    if (!first.ok || !(await first.text()).includes('"boundaryVersion":2'))
      throw new Error('a wrong first answer');
    const firstAnswerS = (performance.now() - started) / 1000;
    for (const { code } of centres) {
      const response = await fetch(`${origin}/api/regions/${code}/workload`);
      if (!response.ok) throw new Error(`the workload of ${code} is answered with ${response.status}`);
      await response.arrayBuffer();
    }
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    const peakMb = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
    return [
      { name: 'city: start to the first answer', value: firstAnswerS, unit: 's', target: '≤ 15' },
      {
        name: 'city: start until all regions are in memory',
        value: (performance.now() - started) / 1000,
        unit: 's',
      },
      { name: 'city: largest memory with all regions', value: peakMb, unit: 'MB', target: '≤ 2,000' },
    ];
  } finally {
    child.kill('SIGTERM');
  }
}

async function originIn(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const origin = /http:\/\/\S+/.exec(line)?.[0];
    if (origin !== undefined) return origin;
  }
  throw new Error('the server ended before it listened');
}

interface RegionCentre extends Place {
  code: string;
}

/** A household of each region. */
async function regionCentres(database: BenchServer['database']): Promise<RegionCentre[]> {
  const { rows } = await database.query<RegionCentre>(sql`
    select r.code, st_x(h.geom) as lon, st_y(h.geom) as lat
    from region r, lateral (
      select geom from household where region_id = r.region_id and valid_to = 'infinity' limit 1
    ) as h
    order by r.code`);
  return rows;
}

interface Figure {
  name: string;
  value: number;
  unit: string;
  isMoreBetter: boolean;
}

/** Of the middle region, alone or among others. */
async function figuresOf(databaseUrl: string): Promise<Figure[]> {
  return withServer(databaseUrl, async (server) => {
    const centres = await regionCentres(server.database);
    const { code } = centres[Math.floor(centres.length / 2)]!;
    const places = await householdPlaces(server.database, BATCH_POINTS, code);
    const { perSecond } = await lookupsPerSecond(server, places);
    const timed = async (name: string, path: string): Promise<Figure> => ({
      name,
      value: await shortestMs(server.origin + path),
      unit: 'ms',
      isMoreBetter: false,
    });
    const figures: Figure[] = [
      { name: 'GET /api/locate', value: perSecond, unit: '1/s', isMoreBetter: true },
      {
        name: '100,000 points, compact CSV',
        value: await batchSeconds(server, places),
        unit: 's',
        isMoreBetter: false,
      },
      await timed('workload', `/api/regions/${code}/workload`),
      await timed('incidents to work through', `/api/regions/${code}/incidents?order=unassignedFirst`),
    ];
    for (const z of zooms) {
      for (const layer of ['grids', 'households', 'incidents']) {
        const path = tilePath(layer, z, places[0]!);
        if ((await fetch(server.origin + path)).ok)
          figures.push(await timed(`tile of ${layer}, zoom ${z}`, path));
      }
    }
    return figures;
  });
}

async function shortestMs(url: string): Promise<number> {
  let shortest = Infinity;
  for (let run = 0; run < 10; run++) {
    const started = performance.now();
    const response = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${url} is answered with ${response.status}`);
    shortest = Math.min(shortest, performance.now() - started);
  }
  return shortest;
}

function tilePath(layer: string, z: number, { lon, lat }: Place): string {
  const latitude = (lat * Math.PI) / 180;
  const x = Math.floor(((lon + 180) / 360) * 2 ** z);
  const y = Math.floor(((1 - Math.asinh(Math.tan(latitude)) / Math.PI) / 2) * 2 ** z);
  return `/tiles/${layer}/${z}/${x}/${y}.mvt`;
}

function besideDistrict({ name, value, unit, isMoreBetter }: Figure, peer: Figure): Measurement {
  if (peer.name !== name) throw new Error(`${name} was measured of the city, ${peer.name} of the district`);
  return {
    name: `city, one region of eight: ${name}`,
    value,
    unit,
    peer: 'district alone',
    peerValue: peer.value,
    ratio: isMoreBetter ? value / peer.value : peer.value / value,
  };
}
