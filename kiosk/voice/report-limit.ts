/** Keeps a device that comes and goes from filling the host's log: so many reports in an hour, then no more until the hour is over. */
import type { VoiceReport, VoiceTimers } from './voice-channel.ts';

export const MOST_REPORTS_PER_HOUR = 12;
const HOUR_MS = 3_600_000;

export function limitedReports(send: (code: VoiceReport) => void, timers: VoiceTimers): (code: VoiceReport) => void {
  let sent = 0;
  return (code) => {
    if (sent >= MOST_REPORTS_PER_HOUR) return;
    if (sent === 0) {
      timers.after(HOUR_MS, () => {
        sent = 0;
      });
    }
    sent += 1;
    send(code);
  };
}
