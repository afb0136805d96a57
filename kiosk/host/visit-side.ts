/** The resident's side of the host: begins a visit when the terminal may serve, and sees to what it leaves. */
import type { Refusal } from '../../server-bridge/protocol/index.ts';
import type { CodeDesk } from '../operator/index.ts';
import type { ServiceVerdict } from '../terminal/index.ts';
import type { Apology } from './apology.ts';
import type { TerminalConfiguration } from './configuration.ts';
import type { DeviceWatch } from './device-watch.ts';
import type { HostParts } from './host-parts.ts';
import type { LeftBehind } from './left-behind.ts';
import { reprintOffice } from './reprint-office.ts';
import type { ScreenDesk } from './screen-desk.ts';
import type { SpareVisits } from './spare-visits.ts';
import type { StatusReporter } from './status-reporter.ts';
import { hostSnapshot, type Sound } from './terminal-snapshot.ts';
import type { Till } from './till.ts';
import { openVisitSlot, type VisitSlot } from './visit-slot.ts';
import { startVisit, type Whose } from './visit-start.ts';

export function openVisitSide(o: {
  configuration: TerminalConfiguration;
  parts: HostParts;
  now: () => Date;
  judgement: () => ServiceVerdict;
  /** The choices made on the terminal's own screens. */
  whose: () => Whose & { voiceStopped: boolean };
  sound: () => Sound;
  spares: SpareVisits;
  till: Till;
  codes: CodeDesk;
  screens: ScreenDesk;
  apology: Apology;
  devices: Pick<DeviceWatch, 'devices'>;
  reporter: Pick<StatusReporter, 'clockSkewMs'>;
  leftBehind: LeftBehind;
  /** Nobody could see an apology: the operator's screens are up, or the host is stopping. */
  isHidden: () => boolean;
  onOver: () => void;
}): VisitSlot {
  const { parts, till, screens } = o;
  /** Why a visit broke off, in words that claim nothing about its money which is not so: "not charged" only where that is true. */
  const refusalAfter = (confirmedCopies: number): Refusal => {
    if (till.hasUnsettled()) return 'PAYMENT_UNAVAILABLE';
    return confirmedCopies > 0 ? 'PRINTER_ATTENTION' : 'UNAVAILABLE';
  };
  return openVisitSlot({
    start() {
      const held = parts.line.directive();
      const verdict = o.judgement();
      const process = held !== null && verdict.serve ? o.spares.take() : null;
      if (held === null || !verdict.serve || process === null) return null;
      return startVisit({
        process,
        held,
        copyYen: verdict.copyYen,
        whose: o.whose(),
        sound: o.sound(),
        clockSkewMs: o.reporter.clockSkewMs(),
        configuration: o.configuration,
        parts,
        till,
        screens,
        devices: () => o.devices.devices(),
        reprints: reprintOffice({ codes: o.codes, parts, till }),
        now: o.now,
      });
    },
    async afterwards(result) {
      o.leftBehind.visitEnded(result.outcome);
      // A job that nobody follows any more must not come out for the next person (anchors C3-1).
      if (result.outcome !== 'finished') await parts.pagePrinter.cancelOpenJobs();
      if (result.exitCode === 0 || o.isHidden()) return;
      const refundYen = result.returnedYen;
      const refusal = refusalAfter(result.confirmedCopies);
      await o.apology.show((screenSeq) => {
        const { language, options, voiceStopped } = o.whose();
        const voice = { ...o.sound(), stopped: voiceStopped };
        return hostSnapshot({ screenSeq, language, options, voice }, { name: 'refused', refusal, refundYen });
      });
    },
    onOver: o.onOver,
  });
}
