import { createHash } from 'node:crypto';
import { concatBytes, fromHex } from '../apdu/hex.ts';
import { parseTlvHeader } from '../apdu/tlv.ts';
import { type CardImage, openCardApplication, verifyCard, wipeCardImage } from '../index.ts';
import { findSyntheticPerson, type SyntheticPerson } from '../virtual/people.ts';
import {
  buildSyntheticCard,
  cardKeyNameOf,
  syntheticCardAnchors,
  syntheticFilesOf,
} from '../virtual/synthetic-cards.ts';
import { testKey } from '../virtual/test-keys.ts';
import { VirtualReader } from '../virtual/virtual-reader.ts';
import { collectedHeapBytes } from './collected-memory.ts';
import type { Figure } from './figure.ts';
import { FILE_NAMES, mutateImage } from './mutate-image.ts';
import { SeededNumbers } from './seeded-numbers.ts';

const CHALLENGE = Uint8Array.from({ length: 32 }, (_, index) => index);
const DIGEST_INFO = fromHex('3031300D060960864801650304020105000420');
const OFFSET_TABLE_LENGTH = 11;

type Subject = { person: SyntheticPerson; image: CardImage; challengeSignature: Uint8Array };

/**
 * Verifies so many mutated images. The challenge's signature is always the genuine chip's, so that nothing but the files
 * themselves can stop a mutant. A mutant that passes with a signed byte changed throws: that is no figure but a hole.
 */
export function benchMutatedImages(count: number, seed: number): Figure[] {
  const subjects = ['ichiyo', 'teppei'].map(subjectOf);
  const anchors = syntheticCardAnchors();
  const draw = new SeededNumbers(seed);
  const heapBefore = collectedHeapBytes();
  let slowestMs = 0;
  let harmless = 0;
  const start = performance.now();
  for (let done = 0; done < count; done++) {
    const subject = subjects[done % subjects.length];
    const donor = subjects[(done + 1) % subjects.length];
    if (subject === undefined || donor === undefined) throw new Error('two people');
    const image = mutateImage(subject.image, donor.image, draw);
    const before = performance.now();
    const { challengeSignature } = subject;
    const verdict = verifyCard({ image, challenge: CHALLENGE, challengeSignature, anchors });
    slowestMs = Math.max(slowestMs, performance.now() - before);
    if (verdict.isErr()) continue;
    if (!hasSignedBytesOf(image, subject.image) || verdict.value.name !== subject.person.name)
      throw new Error(`mutant ${done} of seed ${seed} was believed`);
    harmless += 1;
  }
  const totalMs = performance.now() - start;
  return [
    { name: 'card: mutated images verified', value: count, unit: 'images' },
    { name: 'card: believed with a signed byte changed', value: 0, unit: 'images', floor: 0 },
    { name: 'card: believed, only unsigned filler changed or nothing', value: harmless, unit: 'images' },
    { name: 'card: one mutated image, mean', value: totalMs / count, unit: 'ms' },
    { name: 'card: one mutated image, slowest', value: slowestMs, unit: 'ms' },
    {
      name: 'card: heap growth over them',
      value: (collectedHeapBytes() - heapBefore) / 2 ** 20,
      unit: 'MiB',
      floor: 0,
    },
  ];
}

/** Reads so many mutated cards through the whole client; every end must be a value, and none may take long. */
export async function benchMutatedCards(count: number, seed: number): Promise<Figure[]> {
  const subject = subjectOf('ichiyo');
  const donor = subjectOf('teppei');
  const draw = new SeededNumbers(seed);
  const template = buildSyntheticCard(subject.person);
  const hands = new VirtualReader();
  const ends = new Map<string, number>();
  let mostCommands = 0;
  for (let done = 0; done < count; done++) {
    const image = mutateImage(subject.image, donor.image, draw);
    const files = new Map(FILE_NAMES.map((name) => [Number.parseInt(name.slice(2), 16), image[name]]));
    const card = done === 0 ? template : buildSyntheticCard(subject.person, { files });
    hands.insert(card);
    const reader = hands.openInProcess();
    const connection = (await reader.connect({}))._unsafeUnwrap();
    const application = (await openCardApplication(connection))._unsafeUnwrap();
    (await application.verifyPin(Buffer.from(subject.person.pin)))._unsafeUnwrap();
    const read = await application.readAll();
    if (read.isOk()) wipeCardImage(read.value);
    const end = read.isOk() ? 'read' : read.error.kind;
    ends.set(end, (ends.get(end) ?? 0) + 1);
    mostCommands = Math.max(mostCommands, application.apduCount);
    await reader.close();
    hands.remove();
  }
  const figures = [...ends].map(
    ([end, cards]): Figure => ({ name: `card: mutated cards read, end "${end}"`, value: cards, unit: 'cards' }),
  );
  return [...figures, { name: 'card: most commands any of them took', value: mostCommands, unit: '' }];
}

function subjectOf(id: string): Subject {
  const person = findSyntheticPerson(id);
  if (person === undefined) throw new Error('nobody there');
  const files = syntheticFilesOf(person);
  const file = (fileId: number): Uint8Array => files.get(fileId) ?? new Uint8Array(0);
  const digest = createHash('sha256').update(CHALLENGE).digest();
  return {
    person,
    image: { ef0001: file(1), ef0002: file(2), ef0003: file(3), ef0004: file(4), ef0007: file(7) },
    challengeSignature: testKey(cardKeyNameOf(person)).signPadded(concatBytes(DIGEST_INFO, digest)),
  };
}

/** Everything the issuer signed: EF 0001, 0003, 0004, 0007 to the last byte, EF 0002 from the name to its end. */
function hasSignedBytesOf(image: CardImage, genuine: CardImage): boolean {
  const same = (one: Uint8Array, other: Uint8Array): boolean => Buffer.from(one).equals(other);
  const whole = (['ef0001', 'ef0003', 'ef0004', 'ef0007'] as const).every((name) => same(image[name], genuine[name]));
  return whole && same(attributesOf(image.ef0002), attributesOf(genuine.ef0002));
}

function attributesOf(ef0002: Uint8Array): Uint8Array {
  const header = parseTlvHeader(ef0002);
  if (header.isErr()) return new Uint8Array(0);
  const { headerLength, valueLength } = header.value;
  return ef0002.subarray(headerLength + OFFSET_TABLE_LENGTH, headerLength + valueLength);
}
