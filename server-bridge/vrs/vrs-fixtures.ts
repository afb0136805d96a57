/** What the tests of VRS share: one in-memory store filled with invented records, keys, and applications of invented people. */
import { createHash, randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { verifyCard } from '../../card-reader/index.ts';
import {
  buildSyntheticCard,
  findSyntheticPerson,
  type SyntheticPerson,
  syntheticCardAnchors,
  syntheticFilesOf,
} from '../../card-reader/virtual/index.ts';
import { generateVrsKeys, type VrsKeys, vrsPublicKeySet } from '../certificates/index.ts';
import {
  type AnswerPayload,
  type Application,
  type ApplicationHeader,
  ApplicationHeaderSchema,
  ApplicationSchema,
  type Challenge,
  VisitIdSchema,
} from '../protocol/index.ts';
import { type AnswerKeyPair, makeAnswerKeyPair, openAnswer, sealApplication, verifyAnswer } from '../sealing/index.ts';
import type { IssuingParts } from './issuing/issuing-parts.ts';
import { useKeys } from './signing-keys.ts';
import type { VrsStore } from './store/vrs-store.ts';
import type { VrsEvent } from './vrs-events.ts';

export const START = new Date('2026-11-20T01:02:03.456Z');

/** A clock that stands still until it is moved. */
export function standingClock(): { now: () => Date; move: (ms: number) => void } {
  let at = START.getTime();
  return {
    now: () => new Date(at),
    move: (ms) => {
      at += ms;
    },
  };
}

/** Everything issuing needs, with the events it reported. */
export async function issuingParts(store: VrsStore, now: () => Date) {
  const vrsKeys = await generateVrsKeys({ iss: 'https://vc.vrs.example/issuer', now: START });
  const events: VrsEvent[] = [];
  const parts: IssuingParts = {
    store,
    keys: (await useKeys(vrsKeys))._unsafeUnwrap(),
    anchors: syntheticCardAnchors(),
    verifyCard,
    passportProof: null,
    now,
    report: (event) => events.push(event),
  };
  return { parts, vrsKeys, events };
}

/** A person of the card room; the id must exist. */
export function person(id: string): SyntheticPerson {
  const found = findSyntheticPerson(id);
  if (found === undefined) throw new Error(`no synthetic person ${id}`);
  return found;
}

/** The chip's signature over a challenge: SELECT, then `80 2A` over the DigestInfo. */
export function signChallenge(signer: SyntheticPerson, challenge: Uint8Array): Uint8Array {
  const card = buildSyntheticCard(signer);
  const digest = createHash('sha256').update(challenge).digest();
  const digestInfo = Buffer.concat([Buffer.from('3031300d060960864801650304020105000420', 'hex'), digest]);
  card.layDown();
  const ask = (hex: string) => {
    const reaction = card.react(Buffer.from(hex, 'hex'));
    if (reaction.kind !== 'answer') throw new Error('the virtual card must answer');
    return Buffer.from(reaction.bytes);
  };
  ask('00a404000ad3921000310001010408');
  ask('00a4020c020007');
  const answer = ask(`802a000033${digestInfo.toString('hex')}00`);
  if (answer.length !== 258) throw new Error('the virtual card must sign');
  return answer.subarray(0, 256);
}

export const newVisitId = () => v.parse(VisitIdSchema, randomBytes(16).toString('base64url'));

export type SentApplication = {
  readonly application: Application;
  readonly header: ApplicationHeader;
  readonly sealed: Uint8Array;
  readonly digest: string;
  readonly answerKeys: AnswerKeyPair;
};

/** An application of a person as a terminal would send it. */
export async function apply(
  vrsKeys: VrsKeys,
  who: SyntheticPerson,
  challenge: Challenge,
  o: {
    readonly visitId: string;
    readonly kind?: 'domestic' | 'overseas';
    readonly municipality?: string;
    readonly card?: Partial<Application['card']>;
    readonly passport?: Application['passport'];
    readonly header?: Partial<Record<keyof ApplicationHeader, string>>;
  },
): Promise<SentApplication> {
  const answerKeys = await makeAnswerKeyPair();
  const files = syntheticFilesOf(who);
  const file = (id: number) => Buffer.from(files.get(id) ?? []).toString('base64url');
  const shared = { v: 1, visitId: o.visitId, terminalId: 'SYNTHETIC-01', municipality: o.municipality ?? '900010' };
  const application = v.parse(ApplicationSchema, {
    ...shared,
    kind: o.kind ?? 'domestic',
    nonce: randomBytes(32).toString('base64url'),
    appliedAt: START.toISOString(),
    termsDigest: 'a'.repeat(64),
    answerKey: Buffer.from(answerKeys.publicKey).toString('base64url'),
    card: {
      ef0001: file(1),
      ef0002: file(2),
      ef0003: file(3),
      ef0004: file(4),
      ef0007: file(7),
      challengeId: challenge.challengeId,
      challengeSignature: Buffer.from(signChallenge(who, Buffer.from(challenge.challenge, 'base64url'))).toString(
        'base64url',
      ),
      ...o.card,
    },
    ...(o.passport === undefined ? {} : { passport: o.passport }),
  });
  const [sealing] = vrsPublicKeySet(vrsKeys, START).sealingKeys;
  if (sealing === undefined) throw new Error('a key set has a sealing key');
  const header = v.parse(ApplicationHeaderSchema, { ...shared, sealingKeyId: sealing.kid, ...o.header });
  const sent = await sealApplication({
    header,
    application,
    sealingPublicKey: Buffer.from(sealing.publicKey, 'base64url'),
  });
  return { application, header, answerKeys, ...sent._unsafeUnwrap() };
}

/** Opens and verifies an answer as the terminal does. */
export async function readAnswer(
  vrsKeys: VrsKeys,
  sent: SentApplication,
  sealed: Uint8Array,
  now: Date,
): Promise<AnswerPayload> {
  const { visitId, terminalId, municipality, kind, nonce } = sent.application;
  const jws = (await openAnswer({ sealed, visitId, keys: sent.answerKeys }))._unsafeUnwrap();
  const expect = { visitId, terminalId, municipality, kind, nonce, applicationDigest: sent.digest };
  return (await verifyAnswer({ jws, keySet: vrsPublicKeySet(vrsKeys, now), expect, now }))._unsafeUnwrap();
}
