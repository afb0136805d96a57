/**
 * What the pages say of their sound, written down without believing how often they say it: every visit has a new page, and a page
 * gone wrong may say it a thousand times a second. What is written last is what was said last.
 */
import type { UiAction } from '../snapshot.ts';
import type { HostLog } from './host-parts.ts';

export type VoiceReport = Extract<UiAction, { type: 'voice-report' }>['code'];

/** The shortest time between two entries. */
export const VOICE_REPORT_EVERY_MS = 60_000;
/** The same is written down again only after so long: it may be another page that says it. */
export const SAME_VOICE_REPORT_EVERY_MS = 60 * 60_000;

export type VoiceHealth = {
  hear(report: VoiceReport): void;
  stop(): void;
};

export function openVoiceHealth(o: { log: Pick<HostLog, 'report'>; nowMs: () => number }): VoiceHealth {
  let written: { report: VoiceReport; atMs: number } | null = null;
  /** What was said since the last entry, and is waiting for its time. */
  let waiting: VoiceReport | null = null;
  let timer: NodeJS.Timeout | null = null;

  const write = (report: VoiceReport): void => {
    const atMs = o.nowMs();
    const isOld = written?.report === report && atMs - written.atMs < SAME_VOICE_REPORT_EVERY_MS;
    if (isOld) return;
    written = { report, atMs };
    o.log.report('VOICE_REPORTED', { code: report });
    timer = setTimeout(() => {
      timer = null;
      const next = waiting;
      waiting = null;
      if (next !== null) write(next);
    }, VOICE_REPORT_EVERY_MS);
  };

  return {
    hear(report) {
      if (timer === null) write(report);
      else waiting = report;
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}
