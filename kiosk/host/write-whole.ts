/** A small file replaced as a whole: after a power cut it is the old one or the new one, never a part. */
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Mode 0600, on the medium when this returns true. */
export function writeWhole(path: string, text: string): boolean {
  try {
    const bytes = Buffer.from(text);
    const fd = openSync(`${path}.new`, 'w', 0o600);
    try {
      if (writeSync(fd, bytes) !== bytes.length) return false;
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(`${path}.new`, path);
    const folder = openSync(dirname(path), 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
    return true;
  } catch {
    return false;
  }
}
