import fs, { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Uploads } from './uploads.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gridwright-uploads-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const files = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

test('a body is written as it came, and goes when it is removed', async () => {
  const uploads = new Uploads(folder);
  const path = await uploads.store(Readable.from([Buffer.from('a,b\n'), Buffer.from('1,2\n')]));
  expect(readFileSync(path, 'utf8')).toBe('a,b\n1,2\n');
  await uploads.remove(path);
  expect(files()).toEqual([]);
  await uploads.close();
  expect(readdirSync(folder)).toEqual([]);
});

test('what is larger than the limit once unpacked is 413, and leaves no file', async () => {
  const bomb = Readable.from([gzipSync(Buffer.alloc(1_000_000))]).pipe(createGunzip());
  await expect(new Uploads(folder).store(bomb, 10_000)).rejects.toMatchObject({ status: 413 });
  expect(files()).toEqual([]);
});

test('a full disk is 507, a body that breaks off 400; neither leaves a file', async () => {
  const failing = (code: string) =>
    Readable.from(
      (async function* () {
        yield Buffer.from('a,b\n');
        throw Object.assign(new Error(code), { code });
      })(),
    );
  const uploads = new Uploads(folder);
  await expect(uploads.store(failing('ENOSPC'))).rejects.toMatchObject({ status: 507 });
  await expect(uploads.store(failing('ECONNRESET'))).rejects.toMatchObject({ status: 400 });
  await expect(uploads.store(Readable.from([]))).rejects.toMatchObject({ status: 400 });
  expect(files()).toEqual([]);
});

test('a body that breaks off while a slow disk still opens the file leaves none', async () => {
  const uploads = new Uploads(folder);
  const open = { callback: fs.open, promise: fs.promises.open };
  const slowly = (act: () => void) => void setTimeout(act, 20);
  fs.open = ((...given: Parameters<typeof fs.open>) =>
    slowly(() => open.callback(...given))) as typeof fs.open;
  fs.promises.open = (...given) => new Promise((resolve) => slowly(() => resolve(open.promise(...given))));
  syncBuiltinESMExports();
  try {
    const broken = createGunzip();
    broken.on('error', () => {});
    broken.end('no gzip');
    await expect(uploads.store(broken)).rejects.toMatchObject({ status: 400 });
    // longer than opening takes here: what was still being opened would have appeared by then
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(files()).toEqual([]);
  } finally {
    fs.open = open.callback;
    fs.promises.open = open.promise;
    syncBuiltinESMExports();
  }
});

test('the files of processes that have died are removed, those of living ones stay', async () => {
  const folderOf = (name: string) => {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'file'), 'x');
  };
  folderOf(`${hostname()}-${process.pid}`);
  folderOf(`${hostname()}-4194303`);
  folderOf(`${hostname()}-${process.ppid}`);
  folderOf('another-machine-1');
  await new Uploads(folder).prepare();
  expect(
    files()
      .map(({ parentPath }) => parentPath.slice(folder.length + 1))
      .sort(),
  ).toEqual(['another-machine-1', `${hostname()}-${process.ppid}`].sort());
});

test('a folder that cannot be written is 507, and is looked for again at the next upload', async () => {
  const parent = join(folder, 'uploads');
  writeFileSync(parent, 'not a folder');
  const uploads = new Uploads(join(parent, 'here'));
  await expect(uploads.prepare()).rejects.toThrow('ENOTDIR');
  const body = () => Readable.from([Buffer.from('a,b\n')]);
  await expect(uploads.store(body())).rejects.toMatchObject({ status: 507 });
  rmSync(parent);
  expect(readFileSync(await uploads.store(body()), 'utf8')).toBe('a,b\n');
  await uploads.close();
});

test('a folder that was taken away meanwhile is made again', async () => {
  const uploads = new Uploads(folder);
  await uploads.prepare();
  rmSync(folder, { recursive: true });
  const path = await uploads.store(Readable.from([Buffer.from('a,b\n')]));
  expect(readFileSync(path, 'utf8')).toBe('a,b\n');
});
