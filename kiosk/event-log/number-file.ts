/**
 * Which numbers the outside has seen: up to which report the center has everything, and up to which one it may have been
 * shown. Two slots of fixed size are overwritten in turn, so that the file never grows (a full disk takes it) and a power
 * cut in the middle of a write leaves the other slot.
 */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import * as v from 'valibot';
import { type LogDisk, syncFolder, writeWhole } from './log-disk.ts';

const SLOT_BYTES = 128;
const number = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const SeenNumbersSchema = v.strictObject({
  /** The center has every report up to this one. */
  acknowledgedSeq: number,
  /** Reports up to this one may have been sent although their line was not on disk. */
  shownSeq: number,
});
export type SeenNumbers = v.InferOutput<typeof SeenNumbersSchema>;

/** The slot of the later turn counts. */
const SlotSchema = v.strictObject({ turn: number, seen: SeenNumbersSchema });
type Slot = v.InferOutput<typeof SlotSchema>;

export type NumberFile = {
  /** Null for a file of which no slot can be read. */
  readonly found: SeenNumbers | null;
  /** On disk when this returns true. */
  write(numbers: SeenNumbers): boolean;
  close(): void;
};

function encodeSlot(slot: Slot): Buffer {
  const json = JSON.stringify(slot);
  const crc = crc32(json).toString(16).padStart(8, '0');
  return Buffer.from(`${crc}${json}`.padEnd(SLOT_BYTES - 1).concat('\n'));
}

function decodeSlot(bytes: Uint8Array): Slot | null {
  const text = Buffer.from(bytes).toString('latin1');
  const json = text.slice(8, -1).trimEnd();
  if (text.length !== SLOT_BYTES || crc32(json).toString(16).padStart(8, '0') !== text.slice(0, 8)) return null;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), SlotSchema), json);
  return parsed.success ? parsed.output : null;
}

/** The numbers in the bytes of the file; null where neither slot is whole. */
function decodeNumbers(bytes: Uint8Array): Slot | null {
  const slots = [bytes.subarray(0, SLOT_BYTES), bytes.subarray(SLOT_BYTES, 2 * SLOT_BYTES)].map(decodeSlot);
  const [newest] = slots.filter((slot) => slot !== null).sort((left, right) => right.turn - left.turn);
  return newest ?? null;
}

const NOTHING_SEEN: SeenNumbers = { acknowledgedSeq: 0, shownSeq: 0 };

/** For those who only look. */
export function readNumberFile(path: string): SeenNumbers | null {
  const bytes = readOrNull(path);
  return bytes === null || bytes.length === 0 ? NOTHING_SEEN : (decodeNumbers(bytes)?.seen ?? null);
}

function readOrNull(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw cause;
  }
}

/** Opens or makes the file. Throws where it cannot be read; where it cannot be written, `write` says so. */
export function openNumberFile(disk: LogDisk, path: string): NumberFile {
  const bytes = readOrNull(path);
  const isNew = bytes === null || bytes.length === 0;
  const newest = isNew ? null : decodeNumbers(bytes);
  let turn = newest?.turn ?? 0;
  let fd: number | null = null;

  /** Makes both slots, so that later writes need no more room. */
  const open = (): number => {
    if (fd !== null) return fd;
    const opened = disk.open(path, readOrNull(path) === null ? 'w+' : 'r+');
    try {
      if (newest === null) {
        const empty = encodeSlot({ turn: 0, seen: NOTHING_SEEN });
        // A file of which nothing can be read keeps saying so until the next write.
        if (isNew) writeWhole(disk, opened, Buffer.concat([empty, empty]), 0);
        disk.sync(opened);
        syncFolder(disk, dirname(path));
      }
    } catch (cause) {
      disk.close(opened);
      throw cause;
    }
    fd = opened;
    return opened;
  };

  try {
    open();
  } catch {
    // Tried again at the first write.
  }

  return {
    found: isNew ? NOTHING_SEEN : (newest?.seen ?? null),
    write(numbers) {
      try {
        const slot = encodeSlot({ turn: turn + 1, seen: numbers });
        const opened = open();
        writeWhole(disk, opened, slot, ((turn + 1) % 2) * SLOT_BYTES);
        disk.syncData(opened);
        turn += 1;
        return true;
      } catch {
        return false;
      }
    },
    close() {
      if (fd !== null) disk.close(fd);
      fd = null;
    },
  };
}
