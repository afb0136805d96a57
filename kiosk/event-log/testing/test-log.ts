/** A log on a folder of its own, for tests. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { defineEvents } from '../../../server-bridge/event-log/index.ts';
import { type OperatorId, OperatorIdSchema, TerminalIdSchema } from '../../../server-bridge/protocol/index.ts';
import { openTerminalLog, SMALLEST_LIMIT_BYTES, type TerminalLog } from '../index.ts';
import type { LogDisk } from '../log-disk.ts';

export const testEvents = defineEvents({
  STARTED: { level: 'info', fields: {} },
  COUNTED: { level: 'warn', fields: { count: v.pipe(v.number(), v.safeInteger(), v.maxValue(999_999)) } },
  MOVED: {
    level: 'info',
    fields: {
      word: v.picklist(['synthetic-left', 'synthetic-right']),
      isFast: v.boolean(),
      terminal: TerminalIdSchema,
    },
  },
});
export type TestLog = TerminalLog<typeof testEvents>;

const AT = new Date('2026-01-02T03:04:05.678Z');

export function openTestLog(directory: string, o: { disk?: LogDisk; limitBytes?: number } = {}): TestLog {
  return openTerminalLog({
    directory,
    limitBytes: SMALLEST_LIMIT_BYTES,
    catalogue: testEvents,
    now: () => AT,
    ...o,
  })._unsafeUnwrap();
}

export function testDirectory(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'kofu-terminal-log-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export const operator = (number: number): OperatorId => v.parse(OperatorIdSchema, `clerk-${number}`);

export function segmentsOf(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => name.startsWith('log-') && name.endsWith('.jsonl'))
    .sort()
    .map((name) => join(directory, name));
}

export const lastSegmentOf = (directory: string): string => segmentsOf(directory).at(-1) ?? '';

/** Bytes of all files that are bounded by the limit. */
export const segmentBytesOf = (directory: string): number =>
  segmentsOf(directory).reduce((sum, path) => sum + statSync(path).size, 0);

/** Everything the log has written, as one text. */
export const everythingIn = (directory: string): string =>
  readdirSync(directory)
    .map((name) => readFileSync(join(directory, name), 'utf8'))
    .join('\n');
