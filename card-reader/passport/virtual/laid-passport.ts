import type { Result } from 'neverthrow';
import { type LaidCard, layCard } from '../../virtual/laid-card.ts';
import type { VirtualReader } from '../../virtual/virtual-reader.ts';
import type { Mrz } from '../mrz.ts';
import type { PassportData } from '../passport-data.ts';
import type { PassportError } from '../passport-error.ts';
import { readPassport } from '../read-passport.ts';
import type { SyntheticPassport } from './synthetic-passport.ts';

/** A moment at which everything synthetic is valid unless it was made otherwise. */
export const TEST_NOW = new Date('2026-06-15T03:00:00Z');

/** What a whole reading gave, and the commands that reached the chip, in hex. */
export type LaidReading = LaidCard & { readonly result: Result<PassportData, PassportError> };

/** Lays a passport on a reader of this process and reads it; for tests. The connection is left open. */
export async function readLaid(
  passport: SyntheticPassport,
  options: {
    readonly zone?: Mrz;
    readonly now?: Date;
    readonly anchors?: readonly Uint8Array[];
    readonly timeoutMs?: number;
    readonly signal?: AbortSignal;
    readonly hands?: VirtualReader;
  } = {},
): Promise<LaidReading> {
  const laid = await layCard(passport.card, options.hands);
  const result = await readPassport({
    connection: laid.connection,
    mrz: options.zone ?? passport.zone,
    anchors: options.anchors ?? passport.anchors,
    now: options.now ?? TEST_NOW,
    signal: options.signal ?? new AbortController().signal,
    timeoutMs: options.timeoutMs ?? 2_000,
  });
  return { ...laid, result };
}
