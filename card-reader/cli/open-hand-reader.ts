import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import { type CardReader, openReader } from '../index.ts';
import { startPcscdRig, VirtualReader } from '../virtual/index.ts';
import type { CliOptions } from './arguments.ts';
import { virtualCardOf } from './virtual-card-of.ts';

/** A reader for one run of the tool, with the PIN of the person on it where that person is synthetic. */
export type HandReader = { readonly reader: CardReader; readonly pin?: Uint8Array; end(): Promise<void> };

/** Opens the system's reader, one that is served, or a virtual one with the wanted card on it. */
export async function openHandReader(options: CliOptions): Promise<Result<HandReader, string>> {
  if (options.served !== undefined) {
    const reader = await openReader({ kind: 'virtual', ...options.served });
    return ok({ reader, end: () => reader.close() });
  }
  if (options.person === undefined) {
    const reader = await openReader({
      kind: 'pcsc',
      ...(options.socket === undefined ? {} : { socketPath: options.socket }),
      ...(options.name === undefined ? {} : { readerName: options.name }),
    });
    return ok({ reader, end: () => reader.close() });
  }
  const named = virtualCardOf(options.person, options);
  if (named.isErr()) return err(named.error);
  const { card, pin: secret } = named.value;
  const pin = secret === undefined ? {} : { pin: secret };
  if (options.reader === 'virtual') {
    const hands = new VirtualReader();
    hands.insert(card);
    const reader = hands.openInProcess();
    return ok({ reader, ...pin, end: () => reader.close() });
  }
  const directory = await mkdtemp(join(tmpdir(), 'card-'));
  const rig = await startPcscdRig({ directory });
  if (rig.isErr()) {
    await rm(directory, { recursive: true, force: true });
    return err(`no private PC/SC service: ${rig.error.kind}`);
  }
  rig.value.reader.insert(card);
  const reader = await openReader({ kind: 'pcsc', socketPath: rig.value.socketPath });
  return ok({
    reader,
    ...pin,
    end: async () => {
      await reader.close();
      await rig.value.stop();
      await rm(directory, { recursive: true, force: true });
    },
  });
}
