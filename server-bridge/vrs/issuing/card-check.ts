/** From the bytes in an application to the person whom the card proves (C4). */
import { err, ok, type Result } from 'neverthrow';
import type { CardAnchor, CardHolder, CardImage, verifyCard } from '../../../card-reader/index.ts';
import type { Application, VrsRefusal } from '../../protocol/index.ts';
import { isCalendarDay } from '../register/calendar-day.ts';

export type VerifyCard = typeof verifyCard;

/** The holder as far as a certificate needs them. */
export type ProvenHolder = {
  readonly individualNumber: string;
  /** As on the card, character by character (P11). */
  readonly name: string;
  /** `YYYY-MM-DD`. */
  readonly birthDay: string;
};

/** Works with the card's files, which are zeroed afterwards. */
export function withCardImage<T>(card: Application['card'], work: (image: CardImage) => T): T {
  const image = {
    ef0001: bytesOf(card.ef0001),
    ef0002: bytesOf(card.ef0002),
    ef0003: bytesOf(card.ef0003),
    ef0004: bytesOf(card.ef0004),
    ef0007: bytesOf(card.ef0007),
  };
  try {
    return work(image);
  } finally {
    for (const file of Object.values(image)) file.fill(0);
  }
}

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'base64url'));

/** Verifies the card's files and its signature over the challenge. The bytes are zeroed afterwards. */
export function checkCard(o: {
  readonly card: Application['card'];
  readonly challenge: Uint8Array;
  readonly anchors: readonly CardAnchor[];
  readonly verifyCard: VerifyCard;
}): Result<ProvenHolder, VrsRefusal> {
  return withCardImage(o.card, (image) => {
    const verified = o.verifyCard({
      image,
      challenge: o.challenge,
      challengeSignature: bytesOf(o.card.challengeSignature),
      anchors: o.anchors,
    });
    if (verified.isErr()) {
      return err(verified.error.kind === 'issuer-unknown' ? 'CARD_ISSUER_UNKNOWN' : 'CARD_NOT_GENUINE');
    }
    return provenHolder(verified.value);
  });
}

function provenHolder({ individualNumber, name, birthDate }: CardHolder): Result<ProvenHolder, VrsRefusal> {
  const birthDay = `${birthDate.slice(0, 4)}-${birthDate.slice(4, 6)}-${birthDate.slice(6)}`;
  // A card may leave parts of the birth date open; the certificate's formats cannot, so the counter decides.
  return isCalendarDay(birthDay) ? ok({ individualNumber, name, birthDay }) : err('COUNTER_ONLY');
}
