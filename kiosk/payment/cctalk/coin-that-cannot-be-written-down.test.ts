/** A full disk while coins fall in: a coin that is in the box is the resident's, whatever the ledger could hold of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { err, ok } from 'neverthrow';
import * as v from 'valibot';
import { expect, test, vi } from 'vitest';
import { CCTALK_CONFIGURATION, CCTALK_TEST_DELAYS } from '../contract/rigs.ts';
import { CcTalkPeer, memoryLine } from '../virtual/index.ts';
import { CcTalkConfigurationSchema, openCcTalkCoinBox } from './index.ts';

const disk = vi.hoisted(() => ({ isFull: false }));
vi.mock('../ledger/ledger-file.ts', async (original) => {
  const real = await original<typeof import('../ledger/ledger-file.ts')>();
  const openLedgerFile: typeof real.openLedgerFile = (path, schema) =>
    real.openLedgerFile(path, schema).map((file) => ({
      get entries() {
        return file.entries;
      },
      append: (entry) => (disk.isFull ? err({ kind: 'ledger-unusable', cause: 'full' }) : file.append(entry)),
      rewrite: (entries) => file.rewrite(entries),
      close: () => file.close(),
    }));
  return { ...real, openLedgerFile };
});

const SOON = { timeout: 10_000, interval: 4 };
const ID = 'payment-fulldiskfulldi';

test('a coin taken while the disk is full is counted, kept or given back like any other', async () => {
  const stateDirectory = mkdtempSync(join(tmpdir(), 'cctalk-full-'));
  const peer = new CcTalkPeer({ coinMs: 1 });
  const configuration = v.parse(CcTalkConfigurationSchema, { path: 'memory', ...CCTALK_CONFIGURATION });
  const open = () =>
    openCcTalkCoinBox(configuration, {
      stateDirectory,
      delays: CCTALK_TEST_DELAYS,
      openLine: () => Promise.resolve(ok(memoryLine(peer))),
    })._unsafeUnwrap();
  let box = open();
  try {
    await expect.poll(() => box.status(), SOON).toBe('ready');
    const inserted: number[] = [];
    const collected = box.collect({
      transactionId: ID,
      dueYen: 240,
      onEvent: (event) => {
        if (event.kind === 'inserted') inserted.push(event.insertedYen);
      },
    });
    await expect.poll(() => peer.acceptor.accepting, SOON).toBe(true);
    disk.isFull = true;
    peer.insert(100);
    await expect.poll(() => inserted, SOON).toEqual([100]);
    disk.isFull = false;
    peer.insert(500);
    expect((await collected)._unsafeUnwrap()).toMatchObject({ insertedYen: 600, changeYen: 360 });
    // The next entry holds the whole sum: also a restart gives all of it back.
    await box.close();
    box = open();
    await expect.poll(() => box.status(), SOON).toBe('ready');
    expect((await box.giveBack(ID))._unsafeUnwrap()).toEqual({ returnedYen: 600 });
    expect(peer.paidOutYen).toBe(600);
  } finally {
    disk.isFull = false;
    await box.close();
    peer.stop();
    rmSync(stateDirectory, { recursive: true });
  }
});
