import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../contract/contract-steps.ts';
import { type CardReader, openReader } from '../index.ts';
import { buildSyntheticCard, type PcscdRig, startPcscdRig, type VirtualReader } from '../virtual/index.ts';
import { anybody, readWhole } from '../virtual/laid-card.ts';

let directory: string;
let rig: PcscdRig;
let chosen: CardReader;
let first: CardReader;
let second: VirtualReader;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'card-'));
  rig = (await startPcscdRig({ directory }))._unsafeUnwrap();
  chosen = await openReader({ kind: 'pcsc', socketPath: rig.socketPath, readerName: rig.secondReaderName });
  first = await openReader({ kind: 'pcsc', socketPath: rig.socketPath });
});
afterAll(async () => {
  await chosen?.close();
  await first?.close();
  await rig?.stop();
  await rm(directory, { recursive: true, force: true });
});

async function readOn(reader: CardReader): Promise<string> {
  const connection = (await reader.connect({}))._unsafeUnwrap();
  const reading = await readWhole(connection);
  await connection.disconnect();
  return reading.kind;
}

// One story: each step begins where the one before it ended.
describe('a reader that is configured by name', () => {
  it('is no-reader while only another one is plugged, and never takes that one', async () => {
    expect(chosen.status()).toEqual({ kind: 'no-reader' });
    rig.reader.insert(buildSyntheticCard(anybody()));
    await until(first, 'card-present');
    expect(chosen.status()).toEqual({ kind: 'no-reader' });
    expect((await chosen.connect({}))._unsafeUnwrapErr().kind).toBe('no-reader');
  });

  it('is found by itself once it is plugged, beside the other', async () => {
    second = await rig.plugSecondReader();
    await until(chosen, 'empty');
    expect(chosen.name).toBe(rig.secondReaderName);
    second.insert(buildSyntheticCard(anybody()));
    await until(chosen, 'card-present');
    await until(first, 'card-present');
    // The service lists the new reader before the old one; whoever named none stays where they were.
    expect(first.name).toBe(rig.readerNames[0]);
    expect(first.name).not.toBe(rig.secondReaderName);
    expect(await Promise.all([readOn(chosen), readOn(first)])).toEqual(['read', 'read']);
  });

  it('tells its cards from those on the other reader', async () => {
    rig.reader.remove();
    expect(await until(first, 'empty')).toMatchObject({ removed: expect.any(Number) });
    expect(chosen.status().kind).toBe('card-present');
  });

  it('ends a connection when its cable is pulled, and waits for it again', async () => {
    const connection = (await chosen.connect({}))._unsafeUnwrap();
    await rig.unplugSecondReader();
    await until(chosen, 'no-reader');
    await until(first, 'empty');
    expect((await connection.transmit(Uint8Array.of(0x00, 0xa4, 0x00, 0x00))).isErr()).toBe(true);
    expect((await chosen.connect({}))._unsafeUnwrapErr().kind).toBe('no-reader');
    await connection.disconnect();
  });

  it('reads again after it was plugged again', async () => {
    second = await rig.plugSecondReader();
    second.insert(buildSyntheticCard(anybody()));
    await until(chosen, 'card-present');
    expect(await readOn(chosen)).toBe('read');
  });
});

describe('a service that restarts in the middle of a visit', () => {
  it('ends the reading with no-service, and the next one works without anybody opening anything', async () => {
    const connection = (await chosen.connect({}))._unsafeUnwrap();
    await rig.stopService();
    expect(await readWhole(connection)).toMatchObject({ kind: 'failed', at: 'open' });
    await until(chosen, 'no-service');
    expect((await chosen.connect({}))._unsafeUnwrapErr().kind).toBe('no-service');
    await connection.disconnect();
    await rig.startService();
    await until(chosen, 'card-present');
    expect(await readOn(chosen)).toBe('read');
  });
});
