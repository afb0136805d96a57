import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContractSubject } from '../contract/contract-subject.ts';
import { contractCasesFor } from '../contract/reader-contract.ts';
import { type CardReader, openReader } from '../index.ts';
import { type PcscdRig, startPcscdRig } from '../virtual/index.ts';

/** The cable of a second reader is pulled in `several-readers.test.ts`. */
const OFFERS = ['service', 'virtual-card'] as const;

describe('a reader of the real PC/SC service keeps the reader contract', () => {
  let directory: string;
  let rig: PcscdRig;
  let subject: ContractSubject;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'card-'));
    const started = await startPcscdRig({ directory });
    if (started.isErr()) throw new Error(`no PC/SC service: ${started.error.kind}`);
    rig = started.value;
    subject = {
      hands: rig.reader,
      open: (): Promise<CardReader> => openReader({ kind: 'pcsc', socketPath: rig.socketPath }),
      offers: OFFERS,
      service: { stop: () => rig.stopService(), start: () => rig.startService() },
    };
  });
  afterAll(async () => {
    await rig?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  for (const contract of contractCasesFor(OFFERS)) it(contract.name, () => contract.run(subject));

  it('is no-reader where another reader is wanted', async () => {
    const reader = await openReader({ kind: 'pcsc', socketPath: rig.socketPath, readerName: 'Another Reader' });
    expect(reader.status()).toEqual({ kind: 'no-reader' });
    const connection = await reader.connect({});
    expect(connection.isErr() && connection.error.kind).toBe('no-reader');
    await reader.close();
  });

  it('takes the reader that is named', async () => {
    const reader = await openReader({ kind: 'pcsc', socketPath: rig.socketPath, readerName: rig.readerNames[1] });
    expect(reader.name).toBe(rig.readerNames[1]);
    expect(reader.status()).toEqual({ kind: 'empty' });
    await reader.close();
  });

  it('refuses a second service in one process, because the library would silently use the first', async () => {
    await expect(openReader({ kind: 'pcsc', socketPath: '/another/pcscd.comm' })).rejects.toThrow(/another PC\/SC/);
  });
});
