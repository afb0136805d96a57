/** The random id of a log, made once and kept in a file of its own. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { type LogId, LogIdSchema } from '../../server-bridge/protocol/index.ts';
import { type LogDisk, syncFolder, writeWhole } from './log-disk.ts';

/** The id in this file; null where there is none or it does not parse. Throws where the file cannot be read. */
export function readLogId(path: string): LogId | null {
  try {
    const parsed = v.safeParse(LogIdSchema, readFileSync(path, 'utf8').trimEnd());
    return parsed.success ? parsed.output : null;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw cause;
  }
}

/**
 * The id of the log, made durably where there is none. One that was damaged is replaced: to the center a new log begins,
 * whose numbers go on where the old one's ended. Throws what the file system throws.
 */
export function openLogId(disk: LogDisk, path: string): LogId {
  const known = readLogId(path);
  if (known !== null) return known;
  const logId = v.parse(LogIdSchema, randomBytes(16).toString('base64url'));
  const fd = disk.open(`${path}.new`, 'w');
  try {
    writeWhole(disk, fd, Buffer.from(`${logId}\n`), 0);
    disk.sync(fd);
  } finally {
    disk.close(fd);
  }
  disk.rename(`${path}.new`, path);
  syncFolder(disk, dirname(path));
  return logId;
}
