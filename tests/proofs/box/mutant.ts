/** Terminals that do one thing wrong on purpose, to prove that the proofs would see it. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CardReader } from '../../../card-reader/index.ts';
import type { HoldStore } from '../../../kiosk/host/index.ts';
import type { FeeDesk } from '../../../kiosk/payment/index.ts';
import type { ScreenLink } from '../../../kiosk/shell/chromium/index.ts';

/** What a mutant does wrong on purpose; a box without any is the product. */
export type Mutant = {
  /** Whatever comes back is taken for this person's. */
  readonly trustsEverybody?: boolean;
  /** Neither host nor visit looks at the reader before money and paper. */
  readonly overlooksCards?: boolean;
  /** Money is kept as soon as it is there. */
  readonly keepsMoneyAtOnce?: boolean;
  /** Frames are written to disk. */
  readonly writesFramesDown?: boolean;
  /** A right-person failure closes nothing. */
  readonly forgetsAlarms?: boolean;
  /** A sheet that may lie in the machine closes nothing. */
  readonly forgetsPaper?: boolean;
};

/** Takes the price before there is paper. */
export function keepingAtOnce(desk: FeeDesk): FeeDesk {
  return {
    ...desk,
    async collect(options) {
      const collected = await desk.collect(options);
      if (collected.isOk()) await desk.keep(options.transactionId);
      return collected;
    },
  };
}

/** Writes some holds down as released, whatever happened. */
export function forgetful(holds: HoldStore, mutant: Mutant): HoldStore {
  return {
    ...holds,
    set: (change) =>
      holds.set({
        ...change,
        ...(mutant.forgetsAlarms === true ? { rightPerson: false } : {}),
        ...(mutant.forgetsPaper === true ? { paper: false } : {}),
      }),
  };
}

/** Always looks empty. */
export function overlooking(reader: CardReader): CardReader {
  return {
    name: reader.name,
    status: () => ({ kind: 'empty' }),
    watch(listener) {
      listener({ kind: 'empty' });
      return () => {};
    },
    connect: (options) => reader.connect(options),
    close: () => reader.close(),
  };
}

/** Writes every frame to disk. */
export function writingDown(link: ScreenLink, directory: string): ScreenLink {
  return {
    ...link,
    show(frame) {
      appendFileSync(join(directory, 'frames.txt'), frame);
      link.show(frame);
    },
  };
}
