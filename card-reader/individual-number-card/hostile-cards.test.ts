import { describe, expect, it } from 'vitest';
import { mutateImage } from '../bench/mutate-image.ts';
import { SeededNumbers } from '../bench/seeded-numbers.ts';
import { type CardImage, verifyCard } from '../index.ts';
import { anybody, CHALLENGE, layCard, readWhole } from '../virtual/laid-card.ts';
import { findSyntheticPerson } from '../virtual/people.ts';
import { buildSyntheticCard, syntheticCardAnchors, syntheticFilesOf } from '../virtual/synthetic-cards.ts';
import { VirtualCard } from '../virtual/virtual-card.ts';

const CARDS = 1_500;
/** What the longest honest reading of an odd card takes is 31; no card may keep the resident much longer than this. */
const MOST_COMMANDS = 600;

/** Answers as a chip that is broken, or wants to break us: noise, half-right answers, lengths out of place. */
function hostileCard(draw: SeededNumbers): VirtualCard {
  const honest = buildSyntheticCard(anybody());
  const statusWords = [0x9000, 0x6282, 0x6b00, 0x6700, 0x6cff, 0x6c00, 0x61ff, 0x6100, 0x6982, 0x6a82, 0x63c3, 0x63c0];
  const noise = (length: number): Uint8Array => Uint8Array.from({ length }, () => draw.below(256));
  const withStatus = (data: Uint8Array): Uint8Array => {
    const statusWord = statusWords[draw.below(statusWords.length)] ?? 0x9000;
    return Uint8Array.of(...data, statusWord >> 8, statusWord & 0xff);
  };
  const respond = (command: Uint8Array): Uint8Array => {
    const reaction = honest.react(command);
    const right = reaction.kind === 'answer' ? reaction.bytes : new Uint8Array(0);
    switch (draw.below(12)) {
      case 0:
        return noise(draw.below(300));
      case 1:
        return withStatus(noise(draw.below(260)));
      case 2:
        return withStatus(right.slice(0, -2));
      case 3:
        return right.slice(0, draw.below(right.length + 1));
      default:
        return right;
    }
  };
  return new VirtualCard({ program: { respond, powerOff: () => honest.powerOff() } });
}

describe('cards that answer anything (fixed seed)', () => {
  it('never crash the client, never make it send a PIN twice, and come to an end', async () => {
    const draw = new SeededNumbers(7_816);
    const ends = new Set<string>();
    for (let count = 0; count < CARDS; count++) {
      const card = hostileCard(draw);
      const laid = await layCard(card);
      const reading = await readWhole(laid.connection);
      ends.add(reading.kind === 'failed' ? reading.error.kind : reading.kind);
      expect(laid.commands.filter((command) => /^002000..04/.test(command)).length).toBeLessThanOrEqual(1);
      expect(card.commandCount).toBeLessThan(MOST_COMMANDS);
    }
    // The run means something only if the cards got far in many ways.
    for (const end of ['read', 'answer-malformed', 'card-removed', 'object-malformed', 'pin-unclear', 'wrong-card'])
      expect([...ends]).toContain(end);
  });
});

describe('mutated images (fixed seed)', () => {
  it('are believed only where nothing signed was changed', () => {
    const imageOf = (id: string): CardImage => {
      const files = syntheticFilesOf(findSyntheticPerson(id) ?? anybody());
      const file = (fileId: number): Uint8Array => files.get(fileId) ?? new Uint8Array(0);
      return { ef0001: file(1), ef0002: file(2), ef0003: file(3), ef0004: file(4), ef0007: file(7) };
    };
    const [genuine, donor] = [imageOf('ichiyo'), imageOf('teppei')];
    const draw = new SeededNumbers(20_211_220);
    const anchors = syntheticCardAnchors();
    const kinds = new Set<string>();
    for (let count = 0; count < 10_000; count++) {
      const image = mutateImage(genuine, donor, draw);
      const verdict = verifyCard({ image, challenge: CHALLENGE, challengeSignature: new Uint8Array(256), anchors });
      kinds.add(verdict._unsafeUnwrapErr().kind);
      if (verdict._unsafeUnwrapErr().kind !== 'challenge-refused') continue;
      // All but the chip's own signature was right: then these files are the genuine ones to the last byte.
      for (const name of ['ef0001', 'ef0003', 'ef0004', 'ef0007'] as const)
        expect(Buffer.from(image[name]).equals(genuine[name])).toBe(true);
      expect(Buffer.from(image.ef0002).subarray(0, genuine.ef0002.length).equals(genuine.ef0002)).toBe(true);
    }
    expect([...kinds].sort()).toEqual(
      [
        'object-malformed',
        'issuer-unknown',
        'issuer-certificate-forged',
        'integrity-record-forged',
        'number-altered',
        'attributes-altered',
        'card-key-forged',
        'challenge-refused',
      ].sort(),
    );
  });
});
