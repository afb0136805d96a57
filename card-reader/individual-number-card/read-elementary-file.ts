import { err, ok, type Result } from 'neverthrow';
import type { ResponseApdu } from '../apdu/response.ts';
import { STATUS } from '../apdu/status-words.ts';
import { parseTlvHeader } from '../apdu/tlv.ts';
import type { CallOptions } from '../reader.ts';
import type { ElementaryFile } from './applications.ts';
import { type CardError, type CardStep, unexpectedStatus } from './card-error.ts';
import { type CardExchange, LONGEST_ANSWER } from './card-exchange.ts';

/** Longest answer of a short READ BINARY. */
const SHORT_BLOCK = 256;
/** What is asked in one extended READ BINARY: more than any of the long files has, less than any chip's buffer. */
const EXTENDED_BLOCK = 1_024;
/** Blocks of one file; a card that gives less than 64 bytes at a time would keep the resident waiting for minutes. */
const MOST_BLOCKS = 64;
/** Tag and length of any file of this card fit in here. */
const HEADER_PROBE = 5;

/**
 * What this card is known to support; learnt on the first file, kept for the others. `extendedLength` begins with what
 * the reader states, and ends with the first refusal: everything can be read in short blocks too.
 */
export type ReadingHabits = { shortIdentifiers: 'untried' | 'work' | 'refused'; extendedLength: boolean };

/**
 * Reads one elementary file whole, by the length its own object states, in the fewest blocks. The first block is
 * addressed by the short identifier, which also selects the file; a card that answers that wrongly is asked again with
 * SELECT. Blocks may come shorter than asked. The caller owns, and wipes, the bytes returned.
 */
export async function readElementaryFile(
  exchange: CardExchange,
  file: ElementaryFile,
  habits: ReadingHabits,
  options: CallOptions = {},
): Promise<Result<Uint8Array, CardError>> {
  const first = await readFirstBlock(exchange, file, habits, options);
  if (first.isErr()) return err(first.error);
  const wanted = wantedLength(file, first.value);
  if (wanted === undefined || wanted > LONGEST_ANSWER) {
    first.value.fill(0);
    return err({ kind: 'object-malformed', file: file.name });
  }
  return collectBlocks({ exchange, file, start: first.value, wanted, longest: longestBlock(file, habits), options });
}

/** How many bytes belong to the file, or undefined when it does not begin with its object. */
function wantedLength(file: ElementaryFile, start: Uint8Array): number | undefined {
  const header = parseTlvHeader(start);
  if (header.isErr() || header.value.tag !== file.tag) return undefined;
  const { headerLength, valueLength } = header.value;
  return file.end === 'object' ? headerLength + valueLength : Math.max(file.end, start.length);
}

/** Only the long files are asked for in extended form: elsewhere it would save no command. */
function longestBlock(file: ElementaryFile, habits: ReadingHabits): number {
  return file.isLong && habits.extendedLength ? EXTENDED_BLOCK : SHORT_BLOCK;
}

async function collectBlocks(reading: {
  exchange: CardExchange;
  file: ElementaryFile;
  start: Uint8Array;
  wanted: number;
  longest: number;
  options: CallOptions;
}): Promise<Result<Uint8Array, CardError>> {
  const { exchange, file, start, wanted, longest, options } = reading;
  const whole = new Uint8Array(wanted);
  let length = Math.min(start.length, wanted);
  whole.set(start.subarray(0, length));
  start.fill(0);
  for (let blocks = 1; length < wanted && blocks < MOST_BLOCKS; blocks++) {
    const asked = Math.min(longest, wanted - length);
    const block = await exchange.send(readAt(length, asked), options);
    if (block.isErr() || !isData(block.value)) {
      if (block.isOk() && block.value.statusWord === STATUS.wrongOffset) break;
      whole.fill(0);
      return block.isErr() ? err(block.error) : err(unexpectedStatus(stepOf(file), block.value.statusWord));
    }
    const { data, statusWord } = block.value;
    if (data.length > asked) {
      data.fill(0);
      whole.fill(0);
      return err({ kind: 'object-malformed', file: file.name });
    }
    whole.set(data, length);
    length += data.length;
    const ended = data.length === 0 || statusWord === STATUS.endOfFile;
    data.fill(0);
    if (ended) break;
  }
  if (length === wanted) return ok(whole);
  // EF 0001 is handed over as long as it is; whether that is right is for the parser and the issuer's digest to say.
  const short = file.end === 'object' ? undefined : whole.slice(0, length);
  whole.fill(0);
  return short === undefined ? err({ kind: 'object-malformed', file: file.name }) : ok(short);
}

async function readFirstBlock(
  exchange: CardExchange,
  file: ElementaryFile,
  habits: ReadingHabits,
  options: CallOptions,
): Promise<Result<Uint8Array, CardError>> {
  const longest = longestBlock(file, habits);
  const block = await askFirstBlock(exchange, file, habits, options);
  if (block.isOk() || exchange.failure !== undefined || longest === SHORT_BLOCK) return block;
  habits.extendedLength = false;
  return askFirstBlock(exchange, file, habits, options);
}

async function askFirstBlock(
  exchange: CardExchange,
  file: ElementaryFile,
  habits: ReadingHabits,
  options: CallOptions,
): Promise<Result<Uint8Array, CardError>> {
  const longest = longestBlock(file, habits);
  if (habits.shortIdentifiers !== 'refused') {
    const direct = await exchange.send(
      { cla: 0x00, ins: 0xb0, p1: 0x80 | file.shortId, p2: 0x00, expectedLength: longest },
      options,
    );
    if (direct.isErr() && exchange.failure !== undefined) return err(direct.error);
    if (direct.isOk() && isData(direct.value) && wantedLength(file, direct.value.data) !== undefined) {
      habits.shortIdentifiers = 'work';
      return ok(direct.value.data);
    }
    if (direct.isOk()) direct.value.data.fill(0);
    // The extended form is in doubt first; the short identifier gets its chance in the short form.
    if (longest > SHORT_BLOCK)
      return err(direct.isOk() ? unexpectedStatus(stepOf(file), direct.value.statusWord) : direct.error);
  }
  const selected = await readSelected(exchange, file, longest, options);
  if (selected.isOk() && habits.shortIdentifiers === 'untried') habits.shortIdentifiers = 'refused';
  return selected;
}

async function readSelected(
  exchange: CardExchange,
  file: ElementaryFile,
  longest: number,
  options: CallOptions,
): Promise<Result<Uint8Array, CardError>> {
  const selected = await exchange.send(selectFile(file.fileId), options);
  if (selected.isErr()) return err(selected.error);
  if (selected.value.statusWord !== STATUS.done) return err(unexpectedStatus('select EF', selected.value.statusWord));
  const block = await exchange.send(readAt(0, longest), options);
  if (block.isErr()) return err(block.error);
  if (isData(block.value)) return ok(block.value.data);
  // A refused extended block is asked for again in the short form, and only then looked into.
  if (longest > SHORT_BLOCK || block.value.statusWord !== STATUS.wrongLength)
    return err(unexpectedStatus(stepOf(file), block.value.statusWord));
  // A reader that insists on the exact length: the object's own header tells it.
  const probe = await exchange.send(readAt(0, HEADER_PROBE), options);
  if (probe.isErr()) return err(probe.error);
  return isData(probe.value) ? ok(probe.value.data) : err(unexpectedStatus(stepOf(file), probe.value.statusWord));
}

function isData({ statusWord }: ResponseApdu): boolean {
  return statusWord === STATUS.done || statusWord === STATUS.endOfFile;
}

function stepOf(file: ElementaryFile): CardStep {
  return `read ${file.name}`;
}

/** READ BINARY of the current file. */
function readAt(offset: number, length: number) {
  return { cla: 0x00, ins: 0xb0, p1: offset >> 8, p2: offset & 0xff, expectedLength: length } as const;
}

/** SELECT of an elementary file below the current AP, without answer data. */
export function selectFile(fileId: number) {
  return { cla: 0x00, ins: 0xa4, p1: 0x02, p2: 0x0c, data: Uint8Array.of(fileId >> 8, fileId & 0xff) } as const;
}
