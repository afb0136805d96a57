/**
 * The visit's dealings with the card: one connection, opened when a card lies there, powered off before the resident is asked
 * to take it. Device errors become what the machine understands; nothing of the card is in them.
 */
import type { Result } from 'neverthrow';
import {
  type CardApplication,
  type CardError,
  type CardReader,
  openCardApplication,
  parseCardImage,
  wipeCardImage,
} from '../../../card-reader/index.ts';
import type { Challenge, RelayRefusal } from '../../../server-bridge/index.ts';
import type { CardOpened, CardRead, PinVerified } from '../machine/actor-contracts.ts';
import { makeReaderDesk, type ReaderDesk, troubleOf } from './reader-desk.ts';
import { residentRefusal } from './resident-refusal.ts';
import type { Vault } from './vault.ts';

export type CardDesk = Pick<ReaderDesk, 'waitForCard' | 'waitForRemoval' | 'watchRemoval' | 'powerOff'> & {
  open(signal: AbortSignal): Promise<CardOpened>;
  verifyPin(signal: AbortSignal): Promise<PinVerified>;
  read(signal: AbortSignal): Promise<CardRead>;
  counts(): { apdus: number; bytes: number };
};

type ChallengeAnswer = { ok: true; challenge: Challenge } | { ok: false; refusal: RelayRefusal };

export function makeCardDesk(o: {
  reader: CardReader;
  vault: Vault;
  /** Asks VRS for a challenge, through host and center. */
  requestChallenge: (signal: AbortSignal) => Promise<ChallengeAnswer>;
}): CardDesk {
  const { vault } = o;
  const readerDesk = makeReaderDesk(o.reader);
  let application: CardApplication | null = null;
  let challenge: Challenge | null = null;
  const total = { apdus: 0, bytes: 0 };

  const closeApplication = (): void => {
    total.apdus += application?.apduCount ?? 0;
    total.bytes += application?.byteCount ?? 0;
    application = null;
  };
  const powerOff = (): Promise<void> => {
    closeApplication();
    return readerDesk.powerOff();
  };

  return {
    waitForCard: readerDesk.waitForCard,
    watchRemoval: readerDesk.watchRemoval,
    powerOff,
    waitForRemoval(signal) {
      closeApplication();
      return readerDesk.waitForRemoval(signal);
    },

    async open(signal) {
      closeApplication();
      const connected = await readerDesk.connect(signal);
      if (connected.isErr()) return opening(connected.error);
      const opened = await openCardApplication(connected.value, { signal });
      if (opened.isErr()) return opening(opened.error);
      application = opened.value;
      const tries = await opened.value.triesLeft({ signal });
      if (tries.isErr()) return opening(tries.error);
      // Without a fresh challenge no PIN is asked: a line that is down must not cost a try.
      const answer = await o.requestChallenge(signal);
      if (!answer.ok) return { type: 'refused', refusal: residentRefusal(answer.refusal) };
      challenge = answer.challenge;
      return { type: 'opened', triesLeft: tries.value };
    },

    async verifyPin(signal) {
      const open = application;
      if (open === null) return { type: 'again', problem: 'taken-early' };
      const verified: Result<void, CardError> = await vault.pin.lend((pin) => open.verifyPin(pin, { signal }));
      if (verified.isOk()) return { type: 'verified' };
      const error = verified.error;
      switch (error.kind) {
        case 'pin-wrong':
          return error.triesLeft === 0 ? { type: 'locked' } : { type: 'wrong', triesLeft: error.triesLeft };
        case 'pin-locked':
          return { type: 'locked' };
        case 'pin-unclear':
          // The try may be spent: the card is asked again when it is laid down anew, never by program.
          return { type: 'again', problem: 'unreadable' };
        default:
          return opening(error).type === 'again'
            ? { type: 'again', problem: 'taken-early' }
            : { type: 'refused', refusal: 'CARD_READ' };
      }
    },

    async read(signal) {
      if (application === null || challenge === null) return { type: 'again', problem: 'taken-early' };
      const image = await application.readAll({ signal });
      if (image.isErr()) return reading(image.error);
      const signed = await application.signChallenge(Buffer.from(challenge.challenge, 'base64url'), { signal });
      if (signed.isErr()) {
        wipeCardImage(image.value);
        return reading(signed.error);
      }
      const holder = parseCardImage(image.value);
      if (holder.isErr()) {
        wipeCardImage(image.value);
        return { type: 'refused', refusal: 'CARD_READ' };
      }
      vault.card = {
        image: image.value,
        holder: holder.value,
        challengeId: challenge.challengeId,
        challengeSignature: signed.value,
      };
      await powerOff();
      return { type: 'read' };
    },

    counts: () => ({
      apdus: total.apdus + (application?.apduCount ?? 0),
      bytes: total.bytes + (application?.byteCount ?? 0),
    }),
  };
}

function opening(error: CardError): Extract<CardOpened, { type: 'again' | 'refused' }> {
  switch (error.kind) {
    case 'wrong-card':
      return { type: 'again', problem: error.hint === 'phone' ? 'phone' : 'wrong-card' };
    case 'unexpected-status':
    case 'object-malformed':
    case 'pin-unclear':
      return { type: 'again', problem: 'unreadable' };
    case 'pin-locked':
    case 'pin-wrong':
      return { type: 'refused', refusal: 'PIN_LOCKED' };
    default: {
      const trouble = troubleOf(error);
      return trouble === 'broken' ? { type: 'refused', refusal: 'CARD_READ' } : { type: 'again', problem: trouble };
    }
  }
}

function reading(error: CardError): CardRead {
  const outcome = opening(error);
  if (outcome.type === 'refused') return { type: 'refused', refusal: outcome.refusal };
  if (error.kind === 'object-malformed') return { type: 'refused', refusal: 'CARD_READ' };
  return { type: 'again', problem: outcome.problem === 'taken-early' ? 'taken-early' : 'unreadable' };
}
