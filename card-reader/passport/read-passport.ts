import { err, ok, type Result } from 'neverthrow';
import { fromHex } from '../apdu/hex.ts';
import { STATUS } from '../apdu/status-words.ts';
import { type CardConnection, READER_DELAYS } from '../reader.ts';
import { openWithBasicAccess } from './access/basic-access-control.ts';
import { choosePace, type PaceOffer } from './access/card-access.ts';
import { ChipChannel } from './access/chip-channel.ts';
import { passwordOf } from './access/key-derivation.ts';
import { openWithPace } from './access/password-authenticated-connection.ts';
import {
  CARD_ACCESS,
  COMMON_DATA,
  DATA_GROUP_1,
  readFile,
  readSelectedFile,
  SECURITY_OBJECT,
  selectFile,
} from './access/read-file.ts';
import { parseDataGroup1, requireDataGroup1 } from './data-files.ts';
import { type Mrz, mrzInformation } from './mrz.ts';
import { type PassportData, wipePassport } from './passport-data.ts';
import type { ChipError, PassportError } from './passport-error.ts';
import { verifyPassport } from './verify-passport.ts';

/** Limits of a reading, besides the limit of every command. */
export const PASSPORT_DELAYS = {
  /** A genuine chip needs two to six seconds; one that dawdles over every command is given up. */
  readingTimeoutMs: 60_000,
} as const;

/** A 7-byte name registered for the LDS1 passport application (Doc 9303-10, 4.3). */
const PASSPORT_APPLICATION = fromHex('A0000002471001');
const MASTER_FILE = fromHex('3F00');

/** How cards say that they know no such application. */
const UNKNOWN_APPLICATION: readonly number[] = [STATUS.notFound, STATUS.instructionUnknown, STATUS.classUnknown];

/**
 * Reads the passport on the reader and proves it (K3): opens the chip with the scanned zone (PACE where the chip offers
 * it, BAC otherwise), reads EF.COM, DG1 and SOD under protection, verifies them, and compares the zone in the chip
 * with the printed one. `anchors`: CSCA certificates in DER; `timeoutMs`: limit of each command. The connection stays
 * the caller's, to be disconnected there; the files of the answer too, to be wiped there ({@link wipePassport}).
 */
export async function readPassport(options: {
  connection: CardConnection;
  mrz: Mrz;
  anchors: readonly Uint8Array[];
  now: Date;
  signal: AbortSignal;
  timeoutMs?: number;
}): Promise<Result<PassportData, PassportError>> {
  const { connection, mrz, anchors, now, signal, timeoutMs = READER_DELAYS.apduTimeoutMs } = options;
  const deadline = AbortSignal.timeout(PASSPORT_DELAYS.readingTimeoutMs);
  const channel = new ChipChannel(connection, { signal: AbortSignal.any([signal, deadline]), timeoutMs });
  try {
    const files = await readFiles(channel, mrz);
    if (files.isErr()) {
      const tooSlow = files.error.kind === 'aborted' && deadline.aborted && !signal.aborted;
      return err(tooSlow ? { kind: 'reading-too-slow' } : files.error);
    }
    const passport = verifyPassport({ ...files.value, anchors, now }).andThen((verified) =>
      isPrinted(mrz, files.value.dg1) ? ok(verified) : err<PassportData, PassportError>({ kind: 'mrz-differs' }),
    );
    if (passport.isErr()) wipePassport(files.value);
    return passport;
  } finally {
    channel.close();
  }
}

type PassportFiles = { dg1: Uint8Array; sod: Uint8Array };

async function readFiles(channel: ChipChannel, mrz: Mrz): Promise<Result<PassportFiles, ChipError>> {
  const opened = await openChip(channel, mrz);
  if (opened.isErr()) return err(opened.error);
  const common = (await readFile(channel, COMMON_DATA)).andThen(requireDataGroup1);
  if (common.isErr()) return err(common.error);
  const dg1 = await readFile(channel, DATA_GROUP_1);
  if (dg1.isErr()) return err(dg1.error);
  const sod = await readFile(channel, SECURITY_OBJECT);
  if (sod.isErr()) dg1.value.fill(0);
  return sod.map((bytes) => ({ dg1: dg1.value, sod: bytes }));
}

async function openChip(channel: ChipChannel, mrz: Mrz): Promise<Result<void, ChipError>> {
  const information = mrzInformation(mrz);
  const password = passwordOf(information);
  information.fill(0);
  try {
    const offer = await findPaceOffer(channel);
    if (offer.isErr()) return err(offer.error);
    if (offer.value !== undefined) {
      const session = await openWithPace(channel, password, offer.value);
      if (session.isErr()) return err(session.error);
      channel.protectWith(session.value);
      return selectApplication(channel);
    }
    const selected = await selectApplication(channel);
    if (selected.isErr()) return err(selected.error);
    const session = await openWithBasicAccess(channel, password.subarray(0, 16));
    return session.map((keys) => channel.protectWith(keys));
  } finally {
    password.fill(0);
  }
}

/** EF.CardAccess lies beside the application and is free to read. A chip without it knows BAC only. */
async function findPaceOffer(channel: ChipChannel): Promise<Result<PaceOffer | undefined, ChipError>> {
  // Some chips start there anyway and refuse to be told so: the next answer decides.
  const root = await channel.send('select master file', { cla: 0, ins: 0xa4, p1: 0, p2: 0x0c, data: MASTER_FILE });
  if (root.isErr()) return err(root.error);
  const selected = await channel.send(CARD_ACCESS.select, selectFile(CARD_ACCESS.fileId));
  if (selected.isErr()) return err(selected.error);
  if (selected.value.statusWord !== STATUS.done) return ok(undefined);
  return (await readSelectedFile(channel, CARD_ACCESS)).andThen(choosePace);
}

async function selectApplication(channel: ChipChannel): Promise<Result<void, ChipError>> {
  const step = 'select passport application';
  const selected = await channel.send(step, { cla: 0, ins: 0xa4, p1: 0x04, p2: 0x0c, data: PASSPORT_APPLICATION });
  if (selected.isErr()) return err(selected.error);
  const { statusWord } = selected.value;
  if (statusWord === STATUS.done) return ok(undefined);
  return err(
    UNKNOWN_APPLICATION.includes(statusWord)
      ? { kind: 'wrong-document' }
      : { kind: 'unexpected-status', step, statusWord },
  );
}

/** The printed zone and the one in DG1, character for character: a printed name that the chip does not tell is refused. */
function isPrinted(mrz: Mrz, dg1: Uint8Array): boolean {
  const inChip = parseDataGroup1(dg1);
  return inChip.isOk() && inChip.value.text === mrz.text;
}
