import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../contract/contract-steps.ts';
import { type CardReader, openReader } from '../index.ts';
import type { CardFault } from '../virtual/card-faults.ts';
import { buildSyntheticCard, type PcscdRig, startPcscdRig } from '../virtual/index.ts';
import { anybody, readWhole } from '../virtual/laid-card.ts';

let directory: string;
let rig: PcscdRig;
let reader: CardReader;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'card-'));
  rig = (await startPcscdRig({ directory }))._unsafeUnwrap();
  reader = await openReader({ kind: 'pcsc', socketPath: rig.socketPath });
});
afterAll(async () => {
  await reader?.close();
  await rig?.stop();
  await rm(directory, { recursive: true, force: true });
});

/** Command numbers: 3 is VERIFY, 6 reads EF 0003. */
const CASES: readonly [CardFault, number, string | undefined][] = [
  [{ kind: 'removed', when: 'after' }, 3, 'pin-unclear'],
  [{ kind: 'silent' }, 3, 'pin-unclear'],
  [{ kind: 'removed', when: 'during' }, 6, 'card-removed'],
  [{ kind: 'silent' }, 6, 'card-silent'],
  [{ kind: 'endless-more-data' }, 6, 'answer-malformed'],
  [{ kind: 'garbage' }, 6, undefined],
  [{ kind: 'first-command-failed' }, 1, undefined],
];

describe('faults through the real PC/SC service', () => {
  it.each(CASES)('%j at command %i gives %s, one VERIFY, and the next insertion works', async (fault, at, error) => {
    await until(reader, 'empty');
    const card = buildSyntheticCard(anybody());
    card.addFault(fault, at);
    for (const expected of [error, undefined]) {
      rig.reader.insert(card);
      await until(reader, 'card-present');
      const connection = (await reader.connect({}))._unsafeUnwrap();
      const reading = await readWhole(connection, 400);
      expect(reading.kind === 'failed' ? reading.error.kind : undefined).toBe(expected);
      expect(card.pinTriesLeft).toBe(3);
      await connection.disconnect();
      rig.reader.remove();
      await until(reader, 'empty');
    }
  });
});
