/** The two factors of an application (E1, K2): the card's chip and its PIN, by the card room's own door. */
import { err, ok, type Result } from 'neverthrow';
import {
  type CardError,
  type CardHolder,
  type CardImage,
  type CardReader,
  openCardApplication,
  parseCardImage,
  wipeCardImage,
} from '../../card-reader/index.ts';
import type { Challenge } from '../../server-bridge/index.ts';
import type { AppFault } from './app-fault.ts';

export type CardOnPhone = {
  readonly insertion: number;
  readonly image: CardImage;
  readonly holder: CardHolder;
  readonly challengeId: string;
  readonly challengeSignature: Uint8Array;
};

/** Asks for the PIN: four ASCII digits, zeroed here after use. Null where none comes. */
export type AskPin = (triesLeft: number) => Promise<Uint8Array | null>;

const CONNECT_LIMIT_MS = 5_000;

/** Reads the card that lies on the reader. The caller wipes the image. */
export async function readCard(o: {
  readonly reader: CardReader;
  readonly signal: AbortSignal;
  readonly askPin: AskPin;
  /** Comes before the PIN: a way that is down must not cost a try. */
  readonly challenge: () => Promise<Result<Challenge, AppFault>>;
}): Promise<Result<CardOnPhone, AppFault>> {
  const { signal } = o;
  const connected = await o.reader.connect({ signal, timeoutMs: CONNECT_LIMIT_MS });
  if (connected.isErr()) return err(ofCard(connected.error));
  try {
    const opened = await openCardApplication(connected.value, { signal });
    if (opened.isErr()) return err(ofCard(opened.error));
    const tries = await opened.value.triesLeft({ signal });
    if (tries.isErr()) return err(ofCard(tries.error));
    if (tries.value === 0) return err({ kind: 'pin-locked' });
    const challenge = await o.challenge();
    if (challenge.isErr()) return err(challenge.error);
    const pin = await o.askPin(tries.value);
    if (pin === null) return err({ kind: 'no-pin' });
    try {
      const verified = await opened.value.verifyPin(pin, { signal });
      if (verified.isErr()) return err(ofCard(verified.error));
    } finally {
      pin.fill(0);
    }
    const image = await opened.value.readAll({ signal });
    if (image.isErr()) return err(ofCard(image.error));
    const signed = await opened.value.signChallenge(Buffer.from(challenge.value.challenge, 'base64url'), { signal });
    const holder = parseCardImage(image.value);
    if (signed.isErr() || holder.isErr()) {
      wipeCardImage(image.value);
      return err(signed.isErr() ? ofCard(signed.error) : { kind: 'card', cause: 'object-malformed' });
    }
    const { challengeId } = challenge.value;
    const { insertion } = connected.value;
    return ok({ insertion, image: image.value, holder: holder.value, challengeId, challengeSignature: signed.value });
  } finally {
    await connected.value.disconnect();
  }
}

function ofCard(error: CardError): AppFault {
  switch (error.kind) {
    case 'pin-wrong':
      return error.triesLeft === 0 ? { kind: 'pin-locked' } : { kind: 'pin-wrong', triesLeft: error.triesLeft };
    case 'pin-locked':
      return { kind: 'pin-locked' };
    default:
      return { kind: 'card', cause: error.kind };
  }
}
