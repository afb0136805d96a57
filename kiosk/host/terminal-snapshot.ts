/**
 * What the screens show while no visit is on: the attract screen, or a truthful reason for being closed, with time, terminal
 * id and version (anchors C3-7).
 */
import type { Directive } from '../../server-bridge/index.ts';
import type { Language, OutOfServiceCause, PaymentMeans, Screen, Snapshot } from '../snapshot.ts';
import type { TerminalConfiguration } from './configuration.ts';

/** The loudspeaker at this hour, and who hears it. */
export type Sound = Pick<Snapshot['voice'], 'volumePercent' | 'headphones'>;

type Whose = Pick<Snapshot, 'screenSeq' | 'language' | 'options' | 'voice' | 'identify'>;

/** A snapshot of one of the host's own screens: nothing to go back to, nobody to warn. */
export function hostSnapshot(whose: Whose, screen: Screen): Snapshot {
  return {
    v: 1,
    ...whose,
    idleWarningSeconds: null,
    allows: { back: false, cancel: false, help: false },
    help: false,
    screen,
  };
}

export function terminalSnapshot(o: {
  idle: boolean;
  context: {
    cause: OutOfServiceCause;
    copyYen: number;
    language: Language;
    options: Snapshot['options'];
    voiceStopped: boolean;
  };
  directive: Directive | null;
  /** What a fee can be paid with; the terminal is not idle without any. */
  means: readonly PaymentMeans[];
  sound: Sound;
  configuration: Pick<TerminalConfiguration, 'terminalId' | 'build'>;
  refundOwedYen: number;
  at: Date;
  /** The center has asked which terminal this is. */
  identify: boolean;
  screenSeq: number;
}): Snapshot {
  const { language, options, voiceStopped } = o.context;
  const voice = { ...o.sound, stopped: voiceStopped };
  const sign = o.identify ? { identify: o.configuration.terminalId } : {};
  const whose = { ...sign, screenSeq: o.screenSeq, language, options, voice };
  if (o.idle && o.directive !== null) {
    return hostSnapshot(whose, {
      name: 'attract',
      priceYen: o.context.copyYen,
      kinds: [...o.directive.kinds],
      means: [...o.means],
      hours: o.directive.hours,
      notice: o.directive.notice ?? null,
    });
  }
  return hostSnapshot(whose, {
    name: 'out-of-service',
    cause: o.context.cause,
    terminalId: o.configuration.terminalId,
    build: o.configuration.build,
    at: o.at.toISOString(),
    hours: o.directive?.hours ?? null,
    refundOwedYen: o.refundOwedYen,
  });
}
