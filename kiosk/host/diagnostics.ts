/** What the terminal tells of itself on the order `collect-diagnostics`: numbers and enumerated words, one message. */
import { statfs } from 'node:fs/promises';
import { release, totalmem, uptime } from 'node:os';
import * as v from 'valibot';
import type { Line } from '../../server-bridge/line/index.ts';
import { COUNT_LIMIT, type Diagnostics, DiagnosticsSchema } from '../../server-bridge/protocol/index.ts';
import type { TerminalConfiguration } from './configuration.ts';
import type { DeviceWatch } from './device-watch.ts';
import type { HostLog } from './host-parts.ts';
import type { LineStatistics } from './line-statistics.ts';

const MEBIBYTE = 1_048_576;
/** More is not counted. */
const UNSENT_COUNTED = 10_000;
const TRIES = 3;
const PAUSE_MS = 2_000;

type Source = {
  readonly configuration: Pick<TerminalConfiguration, 'terminalId' | 'build' | 'stateDirectory'>;
  readonly processId: string;
  readonly log: Pick<HostLog, 'logId' | 'unsent'>;
  readonly devices: Pick<DeviceWatch, 'devices' | 'warnings'>;
  readonly clockSkewMs: () => number | null;
  readonly statistics: Pick<LineStatistics, 'now'>;
  readonly now: () => Date;
};

/** A whole number a message can carry. */
const count = (value: number): number => Math.min(COUNT_LIMIT, Math.max(0, Math.round(value)));
const mebibytes = (bytes: number): number => count(bytes / MEBIBYTE);

/** A version as the system gives it, if it is a plain word. */
function versionWord(text: string): string | null {
  const parsed = v.safeParse(DiagnosticsSchema.entries.versions.entries.node, text);
  return parsed.success ? parsed.output : null;
}

async function diskOf(directory: string): Promise<Diagnostics['disk']> {
  try {
    const { bavail, blocks, bsize } = await statfs(directory);
    return { freeMebibytes: mebibytes(bavail * bsize), totalMebibytes: mebibytes(blocks * bsize) };
  } catch {
    return null;
  }
}

export async function diagnosticsOf(source: Source, commandId: string): Promise<Diagnostics> {
  const { configuration, log, devices } = source;
  const skewMs = source.clockSkewMs();
  return v.parse(DiagnosticsSchema, {
    v: 1,
    terminalId: configuration.terminalId,
    commandId,
    processId: source.processId,
    logId: log.logId,
    at: source.now().toISOString(),
    build: configuration.build,
    uptimeSeconds: { host: count(process.uptime()), machine: count(uptime()) },
    memoryMebibytes: {
      host: mebibytes(process.memoryUsage.rss()),
      total: mebibytes(totalmem()),
      available: mebibytes(process.availableMemory()),
    },
    disk: await diskOf(configuration.stateDirectory),
    versions: { node: versionWord(process.versions.node), kernel: versionWord(release()) },
    devices: devices.devices(),
    warnings: devices.warnings(),
    clockOffsetMs: skewMs === null ? null : Math.max(-COUNT_LIMIT, Math.min(COUNT_LIMIT, Math.round(skewMs))),
    line: { ...source.statistics.now(), unsentEvents: log.unsent(UNSENT_COUNTED).length },
  });
}

/** Sends it, a few times if need be. @returns whether the center has accepted it */
export async function sendDiagnostics(
  source: Source & { readonly line: Pick<Line, 'sendDiagnostics'>; readonly stopped: () => boolean },
  commandId: string,
): Promise<boolean> {
  for (let attempt = 1; attempt <= TRIES && !source.stopped(); attempt += 1) {
    if (attempt > 1) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    const sent = await source.line.sendDiagnostics(await diagnosticsOf(source, commandId));
    if (sent.isOk()) return true;
    // The center was never asked for this, or has it already in other words.
    if (sent.error.kind === 'refused' && sent.error.refusal === 'MALFORMED') return false;
  }
  return false;
}
