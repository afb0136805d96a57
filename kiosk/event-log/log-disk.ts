/** The few calls by which the log changes anything on disk, so that tests can let each of them fail. */
import {
  closeSync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';

export type LogDisk = {
  open(path: string, flags: string): number;
  /** Bytes at an offset; returns how many were taken. */
  write(fd: number, bytes: Uint8Array, atByte: number): number;
  /** Data and size of a file, or the names of a folder, are on the medium when this returns. */
  sync(fd: number): void;
  /** As `sync` for a file that did not grow. */
  syncData(fd: number): void;
  truncate(fd: number, sizeBytes: number): void;
  rename(from: string, to: string): void;
  unlink(path: string): void;
  close(fd: number): void;
};

export const fileDisk: LogDisk = {
  open: (path, flags) => openSync(path, flags, 0o600),
  write: (fd, bytes, atByte) => writeSync(fd, bytes, 0, bytes.length, atByte),
  sync: fsyncSync,
  syncData: fdatasyncSync,
  truncate: ftruncateSync,
  rename: renameSync,
  unlink: unlinkSync,
  close: closeSync,
};

/** Writes all bytes or throws. */
export function writeWhole(disk: LogDisk, fd: number, bytes: Uint8Array, atByte: number): void {
  if (disk.write(fd, bytes, atByte) !== bytes.length) throw new Error('The disk took only a part.');
}

/** The name of a new file is on the medium only once its folder is. */
export function syncFolder(disk: LogDisk, folder: string): void {
  const fd = disk.open(folder, 'r');
  try {
    disk.sync(fd);
  } finally {
    disk.close(fd);
  }
}
