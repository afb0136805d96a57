/**
 * What the screens show while no visit is on: the attract screen, or a truthful reason for being closed, with time, terminal
 * id and version (anchors C3-7).
 */
import type { Directive } from '../../server-bridge/index.ts';
import type { Language, OutOfServiceCause, Snapshot } from '../snapshot.ts';
import type { HostConfiguration } from './configuration.ts';

export function terminalSnapshot(o: {
  idle: boolean;
  context: { cause: OutOfServiceCause; copyYen: number; language: Language; options: Snapshot['options'] };
  directive: Directive | null;
  configuration: Pick<HostConfiguration, 'terminalId' | 'build'>;
  refundOwedYen: number;
  at: Date;
  screenSeq: number;
}): Snapshot {
  const base = {
    v: 1 as const,
    screenSeq: o.screenSeq,
    language: o.context.language,
    options: o.context.options,
    idleWarningSeconds: null,
    allows: { back: false, cancel: false },
  };
  if (o.idle && o.directive !== null) {
    return {
      ...base,
      screen: {
        name: 'attract',
        priceYen: o.context.copyYen,
        hours: o.directive.hours,
        notice: o.directive.notice ?? null,
      },
    };
  }
  return {
    ...base,
    screen: {
      name: 'out-of-service',
      cause: o.context.cause,
      terminalId: o.configuration.terminalId,
      build: o.configuration.build,
      at: o.at.toISOString(),
      hours: o.directive?.hours ?? null,
      refundOwedYen: o.refundOwedYen,
    },
  };
}
