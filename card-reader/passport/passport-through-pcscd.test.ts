import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CardReader, openReader } from '../index.ts';
import { type PcscdRig, startPcscdRig } from '../virtual/index.ts';
import { readPassport } from './index.ts';
import { TEST_NOW } from './virtual/laid-passport.ts';
import { buildSyntheticPassport } from './virtual/synthetic-passport.ts';

describe('a passport on a reader of the real PC/SC service', () => {
  let directory: string;
  let rig: PcscdRig;
  let reader: CardReader;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'passport-'));
    const started = await startPcscdRig({ directory });
    if (started.isErr()) throw new Error(`no PC/SC service: ${started.error.kind}`);
    rig = started.value;
    reader = await openReader({ kind: 'pcsc', socketPath: rig.socketPath });
  });
  afterAll(async () => {
    await reader?.close();
    await rig?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  it.each(['bac', 'pace'] as const)('is read and proven through %s', async (access) => {
    const { card, zone, anchors } = buildSyntheticPassport({ access });
    const present = waitFor(reader, 'card-present');
    rig.reader.insert(card);
    await present;
    const connection = (await reader.connect({}))._unsafeUnwrap();
    const signal = AbortSignal.timeout(20_000);
    const result = await readPassport({ connection, mrz: zone, anchors, now: TEST_NOW, signal });
    await connection.disconnect();
    const empty = waitFor(reader, 'empty');
    rig.reader.remove();
    await empty;
    expect(result._unsafeUnwrap()).toMatchObject({ documentNumber: 'ZZ0000000', primaryIdentifier: 'MIHON' });
  });
});

/** Until the reader tells this; the test's own limit ends a wait for ever. */
function waitFor(reader: CardReader, kind: 'card-present' | 'empty'): Promise<void> {
  return new Promise((resolve) => {
    const stop = reader.watch((status) => {
      if (status.kind !== kind) return;
      setImmediate(() => stop());
      resolve();
    });
  });
}
