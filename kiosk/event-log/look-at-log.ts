/** A log as it lies on disk, read without touching it: also while the terminal writes it, also when it is damaged. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import type { LogId } from '../../server-bridge/protocol/index.ts';
import { ID_FILE, NUMBER_FILE } from './load-log.ts';
import { readLogId } from './log-id.ts';
import { readNumberFile } from './number-file.ts';
import { recover } from './recovery.ts';
import { listSegments, readSegmentFile, type Segment } from './segment-files.ts';

export type LogOnDisk = { readonly logId: LogId; readonly segments: readonly Segment[] };
export type LookError = { readonly kind: 'no-log-there' } | { readonly kind: 'unreadable'; readonly cause: unknown };

export type LogCheck = {
  readonly logId: LogId;
  readonly segments: number;
  readonly bytes: number;
  readonly entries: number;
  readonly firstEntry: number | null;
  readonly lastEntry: number | null;
  readonly unsentReports: number;
  readonly acknowledgedSeq: number | null;
  readonly damagedLines: number;
  readonly tornBytes: number;
  /** Reports that are gone and not yet counted in the log itself. */
  readonly lostReports: number;
};

export function lookAtLog(directory: string): Result<LogOnDisk, LookError> {
  try {
    if (!existsSync(directory)) return err({ kind: 'no-log-there' });
    const logId = readLogId(join(directory, ID_FILE));
    return logId === null ? err({ kind: 'no-log-there' }) : ok({ logId, segments: listSegments(directory) });
  } catch (cause) {
    return err({ kind: 'unreadable', cause });
  }
}

/** Counts and damage. */
export function checkLog(directory: string): Result<LogCheck, LookError> {
  const looked = lookAtLog(directory);
  if (looked.isErr()) return err(looked.error);
  const { logId, segments } = looked.value;
  try {
    const contents = segments.flatMap((segment) => {
      const content = readSegmentFile(segment);
      return content === null ? [] : [{ ...content, firstEntry: segment.firstEntry, firstSeq: segment.firstSeq }];
    });
    const seen = readNumberFile(join(directory, NUMBER_FILE));
    const { unsent, damagedLines, tornBytes, lostReports } = recover(contents, seen);
    const lines = contents.flatMap((content) => content.lines);
    return ok({
      logId,
      segments: segments.length,
      bytes: segments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      entries: lines.length,
      firstEntry: lines[0]?.entry ?? null,
      lastEntry: lines.at(-1)?.entry ?? null,
      unsentReports: unsent.length,
      acknowledgedSeq: seen?.acknowledgedSeq ?? null,
      ...{ damagedLines, tornBytes, lostReports },
    });
  } catch (cause) {
    return err({ kind: 'unreadable', cause });
  }
}
