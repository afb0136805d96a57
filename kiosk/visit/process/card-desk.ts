/**
 * The visit's dealings with the card: one connection, opened when a card lies there, powered off before the resident is asked
 * to take it. Device errors become what the machine understands; nothing of the card is in them.
 */
import type { Result } from 'neverthrow';
import {
  type CardApplication,
  type CardConnection,
  type CardError,
  type CardReader,
  openCardApplication,
  parseCardImage,
  wipeCardImage,
} from '../../../card-reader/index.ts';
import type { Challenge, RelayRefusal } from '../../../server-bridge/index.ts';
import type { CardOpened, CardRead, PinVerified } from '../machine/actor-contracts.ts';
import { residentRefusal } from './apply-for-certificate.ts';
import type { Vault } from './vault.ts';

const CONNECT_LIMIT_MS = 5_000;

export type CardDesk = {
  waitForCard(signal: AbortSignal): Promise<void>;
  open(signal: AbortSignal): Promise<CardOpened>;
  verifyPin(signal: AbortSignal): Promise<PinVerified>;
  read(signal: AbortSignal): Promise<CardRead>;
  watchRemoval(removed: () => void): () => void;
  waitForRemoval(signal: AbortSignal): Promise<void>;
  powerOff(): Promise<void>;
  counts(): { apdus: number; bytes: number };
};

type ChallengeAnswer = { ok: true; challenge: Challenge } | { ok: false; refusal: RelayRefusal };

export function makeCardDesk(o: {
  reader: CardReader;
  vault: Vault;
  /** Asks VRS for a challenge, through host and center. */
  requestChallenge: (signal: AbortSignal) => Promise<ChallengeAnswer>;
}): CardDesk {
  const { reader, vault } = o;
  let connection: CardConnection | null = null;
  let application: CardApplication | null = null;
  let challenge: Challenge | null = null;
  const total = { apdus: 0, bytes: 0 };

  const powerOff = async (): Promise<void> => {
    if (application !== null) {
      total.apdus += application.apduCount;
      total.bytes += application.byteCount;
    }
    application = null;
    const open = connection;
    connection = null;
    await open?.disconnect();
  };

  /** Without a fresh challenge no PIN is asked: a line that is down must not cost a try. */
  const ensureChallenge = async (signal: AbortSignal): Promise<RelayRefusal | null> => {
    const answer = await o.requestChallenge(signal);
    if (!answer.ok) return answer.refusal;
    challenge = answer.challenge;
    return null;
  };

  return {
    waitForCard: (signal) => until(reader, signal, (kind) => kind === 'card-present' || kind === 'card-mute'),

    async open(signal) {
      await powerOff();
      const connected = await reader.connect({ signal, timeoutMs: CONNECT_LIMIT_MS });
      if (connected.isErr()) return opening(connected.error);
      connection = connected.value;
      const opened = await openCardApplication(connected.value, { signal });
      if (opened.isErr()) return opening(opened.error);
      application = opened.value;
      const tries = await opened.value.triesLeft({ signal });
      if (tries.isErr()) return opening(tries.error);
      const refusal = await ensureChallenge(signal);
      if (refusal !== null) return { type: 'refused', refusal: residentRefusal(refusal) };
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
        default: {
          const outcome = opening(error);
          return outcome.type === 'again'
            ? { type: 'again', problem: 'taken-early' }
            : { type: 'refused', refusal: 'CARD_READ' };
        }
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

    watchRemoval(removed) {
      return reader.watch((status) => {
        if (status.kind === 'empty' || status.kind === 'no-reader' || status.kind === 'no-service') removed();
      });
    },

    async waitForRemoval(signal) {
      await powerOff();
      await until(reader, signal, (kind) => kind === 'empty' || kind === 'no-reader' || kind === 'no-service');
    },

    powerOff,
    counts: () => ({
      apdus: total.apdus + (application?.apduCount ?? 0),
      bytes: total.bytes + (application?.byteCount ?? 0),
    }),
  };
}

/** Waits for a reader status; ends early when the signal aborts. */
function until(
  reader: CardReader,
  signal: AbortSignal,
  wanted: (kind: ReturnType<CardReader['status']>['kind']) => boolean,
): Promise<void> {
  return new Promise((resolve) => {
    let unwatch: (() => void) | null = null;
    const finish = (): void => {
      signal.removeEventListener('abort', finish);
      unwatch?.();
      resolve();
    };
    if (signal.aborted || wanted(reader.status().kind)) return resolve();
    signal.addEventListener('abort', finish, { once: true });
    unwatch = reader.watch((status) => {
      if (wanted(status.kind)) finish();
    });
  });
}

function opening(error: CardError): Extract<CardOpened, { type: 'again' | 'refused' }> {
  switch (error.kind) {
    case 'wrong-card':
      return { type: 'again', problem: error.hint === 'phone' ? 'phone' : 'wrong-card' };
    case 'no-card':
    case 'card-removed':
      return { type: 'again', problem: 'taken-early' };
    case 'card-mute':
    case 'card-reset':
    case 'card-silent':
    case 'protocol-mismatch':
    case 'answer-malformed':
    case 'unexpected-status':
    case 'object-malformed':
    case 'pin-unclear':
      return { type: 'again', problem: 'unreadable' };
    case 'pin-locked':
    case 'pin-wrong':
      return { type: 'refused', refusal: 'PIN_LOCKED' };
    case 'no-service':
    case 'no-reader':
    case 'in-use':
    case 'aborted':
    case 'closed':
    case 'unknown':
      return { type: 'refused', refusal: 'CARD_READ' };
    default: {
      const never: never = error;
      throw new Error(`Unknown card error ${String(never)}`);
    }
  }
}

function reading(error: CardError): CardRead {
  const outcome = opening(error);
  if (outcome.type === 'refused') return { type: 'refused', refusal: outcome.refusal };
  if (error.kind === 'object-malformed') return { type: 'refused', refusal: 'CARD_READ' };
  return { type: 'again', problem: outcome.problem === 'taken-early' ? 'taken-early' : 'unreadable' };
}
