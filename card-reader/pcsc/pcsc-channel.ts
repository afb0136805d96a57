import { err, ok, type Result } from 'neverthrow';
import type { CardChannel } from '../guarded-connection.ts';
import type { ReaderError } from '../reader.ts';
import type { PcscMonitor } from './pcsc-monitor.ts';
import { FEATURE_REQUEST, propertiesControlCode, statesExtendedLength } from './reader-properties.ts';
import { errorOf, PCSC } from './result-codes.ts';
import type { CardHandle, Context, Winscard } from './winscard.ts';

/** An attempt to take the card: its outcome, and how to stop waiting for a service that hangs. */
export type ChannelAttempt = {
  readonly outcome: Promise<Result<CardChannel, ReaderError>>;
  breakOff(): void;
};

/**
 * Takes the card on a reader, in a context of its own: while one context hangs, others still answer. The monitor is told
 * how long the use may last, so that it does not report our own use as somebody else's.
 */
export function openPcscChannel(options: {
  winscard: Winscard;
  monitor: PcscMonitor;
  reader: string;
  onSilent: (insertion: number) => void;
}): ChannelAttempt {
  const { winscard, monitor, reader, onSilent } = options;
  let context: Context | undefined;
  let brokenOff = false;

  const attempt = async (): Promise<Result<CardChannel, ReaderError>> => {
    const established = await winscard.establishContext();
    if (established.code !== PCSC.success) return err(errorOf(established.code));
    context = established.context;
    const channel = await connectCard(winscard, monitor, reader, context, onSilent);
    if (channel.isErr()) await winscard.releaseContext(context);
    return channel;
  };

  monitor.beginUse();
  const outcome = attempt().then(async (channel) => {
    if (channel.isErr()) monitor.endUse();
    // Nobody waits any more: what came too late is given back.
    else if (brokenOff) await channel.value.powerOff();
    return channel;
  });
  return {
    outcome,
    breakOff: () => {
      brokenOff = true;
      if (context !== undefined) winscard.breakOff(context);
    },
  };
}

async function connectCard(
  winscard: Winscard,
  monitor: PcscMonitor,
  reader: string,
  context: Context,
  onSilent: (insertion: number) => void,
): Promise<Result<CardChannel, ReaderError>> {
  const { code, card } = await winscard.connect(context, reader);
  if (code !== PCSC.success) {
    const error = errorOf(code);
    // "Reset" or "unpowered" while connecting: the chip did not wake up, there was no state to lose yet.
    return err(error.kind === 'card-reset' ? { kind: 'card-mute', code } : error);
  }

  // Which insertion is this? The card may have been changed between the monitor's last look and now.
  const look = await winscard.statusChange(context, 0, [{ reader, known: 0 }]);
  const state = look.states[0];
  const insertion = state === undefined ? undefined : monitor.observe(state.state);
  if (look.code !== PCSC.success || state === undefined || insertion === undefined) {
    await winscard.disconnect(card);
    return err({ kind: 'card-removed', code: look.code });
  }

  const extendedLength = await passesExtendedLength(winscard, card);

  let underWay: Promise<unknown> = Promise.resolve();
  let ended: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    await winscard.disconnect(card);
    await winscard.releaseContext(context);
    monitor.endUse();
  };
  const powerOff = (): Promise<void> => {
    ended ??= end();
    return ended;
  };
  return ok({
    insertion,
    atr: state.atr,
    extendedLength,
    isCurrent: () => monitor.insertion === insertion,
    exchange: (command) => {
      const exchange = winscard
        .transmit(card, command)
        .then(({ code: result, answer }) => (result === PCSC.success ? ok(answer) : err(errorOf(result))));
      underWay = exchange;
      return exchange;
    },
    powerOff,
    abandon: () => {
      onSilent(insertion);
      winscard.breakOff(context);
      void underWay.then(powerOff);
    },
  });
}

/** Two questions to the driver, none to the card. A driver that does not answer them gets short commands only. */
async function passesExtendedLength(winscard: Winscard, card: CardHandle): Promise<boolean> {
  const features = await winscard.control(card, FEATURE_REQUEST);
  const controlCode = propertiesControlCode(features.answer);
  if (controlCode === undefined) return false;
  return statesExtendedLength((await winscard.control(card, controlCode)).answer);
}
