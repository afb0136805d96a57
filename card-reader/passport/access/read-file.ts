import { err, ok, type Result } from 'neverthrow';
import type { CommandApdu } from '../../apdu/command.ts';
import { STATUS } from '../../apdu/status-words.ts';
import { parseTlvHeader } from '../../apdu/tlv.ts';
import type { ChipError, PassportStep } from '../passport-error.ts';
import type { ChipChannel } from './chip-channel.ts';

/** An elementary file: its identifier (Doc 9303-10, table 38 ff.), the tag of its object, and the steps for errors. */
export type ChipFile = {
  readonly name: string;
  readonly fileId: number;
  readonly tag: number;
  readonly select: PassportStep;
  readonly read: PassportStep;
};

export const CARD_ACCESS: ChipFile = {
  name: 'EF.CardAccess',
  fileId: 0x011c,
  tag: 0x31,
  select: 'select EF.CardAccess',
  read: 'read EF.CardAccess',
};
export const COMMON_DATA: ChipFile = {
  name: 'EF.COM',
  fileId: 0x011e,
  tag: 0x60,
  select: 'select EF.COM',
  read: 'read EF.COM',
};
export const DATA_GROUP_1: ChipFile = {
  name: 'DG1',
  fileId: 0x0101,
  tag: 0x61,
  select: 'select DG1',
  read: 'read DG1',
};
export const SECURITY_OBJECT: ChipFile = {
  name: 'SOD',
  fileId: 0x011d,
  tag: 0x77,
  select: 'select SOD',
  read: 'read SOD',
};

/** Tag and length of every file here fit in four bytes. */
const HEADER_PROBE = 4;
/** The most that fits under protection into a short answer: 256 bytes less 87, 99, 8E and a block of padding. */
const LARGEST_BLOCK = 223;
/** READ BINARY has 15 bits for the offset; none of the three files comes near it. */
const LONGEST_FILE = 0x7fff;

/** SELECT of an elementary file below the current directory, without answer data. */
export function selectFile(fileId: number): CommandApdu {
  return { cla: 0x00, ins: 0xa4, p1: 0x02, p2: 0x0c, data: Uint8Array.of(fileId >> 8, fileId & 0xff) };
}

function readAt(offset: number, length: number): CommandApdu {
  return { cla: 0x00, ins: 0xb0, p1: offset >> 8, p2: offset & 0xff, expectedLength: length };
}

/** Selects a file and reads it whole. */
export async function readFile(channel: ChipChannel, file: ChipFile): Promise<Result<Uint8Array, ChipError>> {
  const selected = await channel.send(file.select, selectFile(file.fileId));
  if (selected.isErr()) return err(selected.error);
  if (selected.value.statusWord !== STATUS.done)
    return err({ kind: 'unexpected-status', step: file.select, statusWord: selected.value.statusWord });
  return readSelectedFile(channel, file);
}

/**
 * Reads the current file by the length its own object states, never beyond. Blocks may come shorter than asked; an
 * empty one, another tag, or a length over the limit is malformed. The caller owns, and wipes, the bytes.
 */
export async function readSelectedFile(channel: ChipChannel, file: ChipFile): Promise<Result<Uint8Array, ChipError>> {
  const head = new Uint8Array(HEADER_PROBE);
  let length = 0;
  let header = parseTlvHeader(head.subarray(0, length));
  while (header.isErr() && header.error.kind === 'incomplete' && length < HEADER_PROBE) {
    const block = await readBlock(channel, file, length, HEADER_PROBE - length);
    if (block.isErr()) return err(block.error);
    head.set(block.value, length);
    length += block.value.length;
    block.value.fill(0);
    header = parseTlvHeader(head.subarray(0, length));
  }
  const wanted = header.isOk() ? header.value.headerLength + header.value.valueLength : 0;
  if (header.isErr() || header.value.tag !== file.tag || wanted > LONGEST_FILE)
    return err({ kind: 'object-malformed', file: file.name });
  const whole = new Uint8Array(wanted);
  whole.set(head.subarray(0, Math.min(length, wanted)));
  head.fill(0);
  return readRest(channel, file, whole, Math.min(length, wanted));
}

async function readRest(
  channel: ChipChannel,
  file: ChipFile,
  whole: Uint8Array,
  start: number,
): Promise<Result<Uint8Array, ChipError>> {
  for (let length = start; length < whole.length; ) {
    const block = await readBlock(channel, file, length, Math.min(LARGEST_BLOCK, whole.length - length));
    if (block.isErr()) {
      whole.fill(0);
      return err(block.error);
    }
    whole.set(block.value, length);
    length += block.value.length;
    block.value.fill(0);
  }
  return ok(whole);
}

async function readBlock(
  channel: ChipChannel,
  file: ChipFile,
  offset: number,
  length: number,
): Promise<Result<Uint8Array, ChipError>> {
  const answer = await channel.send(file.read, readAt(offset, length));
  if (answer.isErr()) return err(answer.error);
  const { data, statusWord } = answer.value;
  if (statusWord !== STATUS.done && statusWord !== STATUS.endOfFile) {
    data.fill(0);
    return err({ kind: 'unexpected-status', step: file.read, statusWord });
  }
  return data.length === 0 ? err({ kind: 'object-malformed', file: file.name }) : ok(data);
}
