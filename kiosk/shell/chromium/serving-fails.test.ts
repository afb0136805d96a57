/** Failures to serve are values. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serveScreens } from './index.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kofu-serving-'));
  await writeFile(join(directory, 'index.html'), '<!doctype html><title>page</title>');
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const report = () => {};

it('says that the port is in use', async () => {
  const options = { assetsDirectory: directory, host: '127.0.0.1', report } as const;
  const first = (await serveScreens({ ...options, port: 0 }))._unsafeUnwrap();
  try {
    const second = await serveScreens({ ...options, port: Number(new URL(first.startUrl).port) });
    expect(second._unsafeUnwrapErr().kind).toBe('port-in-use');
  } finally {
    await first.close();
  }
});

it.each(['missing', ''])('says that there are no screens to serve (%s)', async (name) => {
  const empty = await mkdtemp(join(tmpdir(), 'kofu-empty-'));
  const served = await serveScreens({ assetsDirectory: join(empty, name), host: '127.0.0.1', port: 0, report });
  expect(served._unsafeUnwrapErr().kind).toBe('failed');
  await rm(empty, { recursive: true });
});

it('serves nothing any more after close', async () => {
  const served = await serveScreens({ assetsDirectory: directory, host: '127.0.0.1', port: 0, report });
  const link = served._unsafeUnwrap();
  await link.close();
  await expect(fetch(link.startUrl)).rejects.toThrow();
});
