/** The file system with faults: full, read-only, or cut off in the middle of a write. */
import { fstatSync } from 'node:fs';
import { fileDisk, type LogDisk } from '../log-disk.ts';

export type FaultyDisk = LogDisk & {
  /** How many more bytes it takes before it is full. */
  roomBytes: number;
  isReadOnly: boolean;
  /** The medium does not take what was written. */
  failsToSync: boolean;
  /** Nothing reaches the medium any more, after so many bytes; as by a power cut. */
  cutAfter(bytes: number): void;
};

const failure = (code: string): Error => Object.assign(new Error(code), { code });

export function faultyDisk(sound: LogDisk = fileDisk): FaultyDisk {
  let leftBeforeCut = Number.POSITIVE_INFINITY;
  let isCut = false;
  const alive = (): void => {
    if (isCut) throw failure('EIO');
  };
  const writable = (): void => {
    alive();
    if (disk.isReadOnly) throw failure('EROFS');
  };
  const disk: FaultyDisk = {
    roomBytes: Number.POSITIVE_INFINITY,
    isReadOnly: false,
    failsToSync: false,
    cutAfter(bytes) {
      leftBeforeCut = bytes;
    },
    open(path, flags) {
      if (flags === 'r') alive();
      else writable();
      if (flags.startsWith('w') && disk.roomBytes === 0) throw failure('ENOSPC');
      return sound.open(path, flags);
    },
    write(fd, bytes, atByte) {
      writable();
      // Overwriting needs no room.
      const inPlaceBytes = Math.max(0, fstatSync(fd).size - atByte);
      const taken = Math.min(bytes.length, inPlaceBytes + disk.roomBytes, leftBeforeCut);
      if (taken === 0 && leftBeforeCut > 0) throw failure('ENOSPC');
      sound.write(fd, bytes.subarray(0, taken), atByte);
      disk.roomBytes -= Math.max(0, taken - inPlaceBytes);
      leftBeforeCut -= taken;
      if (leftBeforeCut === 0) isCut = true;
      alive();
      return taken;
    },
    sync(fd) {
      alive();
      if (disk.failsToSync) throw failure('EIO');
      sound.sync(fd);
    },
    syncData(fd) {
      alive();
      if (disk.failsToSync) throw failure('EIO');
      sound.syncData(fd);
    },
    truncate(fd, sizeBytes) {
      writable();
      sound.truncate(fd, sizeBytes);
    },
    rename(from, to) {
      writable();
      sound.rename(from, to);
    },
    unlink(path) {
      writable();
      sound.unlink(path);
    },
    close: (fd) => sound.close(fd),
  };
  return disk;
}

/** Without waiting for the medium: for tests that look at what a program wrote, many times over. */
export const unsyncedDisk: LogDisk = { ...fileDisk, sync: () => {}, syncData: () => {} };
