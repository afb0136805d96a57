/**
 * The log as one file for the store: JSON lines. The first names the log, the range, the count, and the SHA-256 (hex) of every
 * byte after it; each further line is one entry. The file appears whole or not at all.
 */
import { createHash } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import type { LogId } from '../../server-bridge/protocol/index.ts';
import type { ExportError, ExportedLog } from './door.ts';
import { entryOf } from './read-entries.ts';
import { readSegment, type Segment } from './segment-files.ts';

export const EXPORT_FORMAT = 'kofu-terminal-log';

/** Writes the file (mode 0600) into an existing folder and syncs it. A log without entries is exported too. */
export async function exportLog(o: {
  segments: readonly Segment[];
  logId: LogId;
  directory: string;
  now: Date;
}): Promise<Result<ExportedLog, ExportError>> {
  const entries: string[] = [];
  const hash = createHash('sha256');
  const range = { fromEntry: 0, toEntry: 0 };
  let beside: string | null = null;
  try {
    for (const { path, sizeBytes } of o.segments) {
      for (const line of readSegment((await readIfThere(path)).subarray(0, sizeBytes)).lines) {
        if (entries.length === 0) range.fromEntry = line.entry;
        range.toEntry = line.entry;
        const text = `${JSON.stringify(entryOf(line))}\n`;
        hash.update(text);
        entries.push(text);
      }
    }
    const { fromEntry, toEntry } = range;
    const head = {
      format: EXPORT_FORMAT,
      v: 1,
      logId: o.logId,
      exportedAt: o.now.toISOString(),
      ...{ fromEntry, toEntry, entries: entries.length },
      sha256: hash.digest('hex'),
    };
    const path = join(o.directory, `terminal-log-${o.logId}-${fromEntry}-${toEntry}.jsonl`);
    beside = `${path}.new`;
    await writeSynced(beside, `${JSON.stringify(head)}\n${entries.join('')}`);
    await rename(beside, path);
    beside = null;
    await syncDirectory(o.directory);
    return ok({ path, entries: entries.length });
  } catch (cause) {
    return err({ kind: exportErrorKind(cause), cause });
  } finally {
    if (beside !== null) await rm(beside, { force: true }).catch(() => undefined);
  }
}

async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncDirectory(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** A segment that went over the bound meanwhile is no longer part of the log. */
async function readIfThere(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return new Uint8Array();
    throw cause;
  }
}

const codeOf = (cause: unknown): unknown => (cause instanceof Error && 'code' in cause ? cause.code : undefined);

function exportErrorKind(cause: unknown): ExportError['kind'] {
  switch (codeOf(cause)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'no-such-directory';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'disk-full';
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return 'read-only';
    default:
      return 'export-failed';
  }
}
