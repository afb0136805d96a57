import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyPassport } from '../../../card-reader/passport/index.ts';
import {
  buildSyntheticPassport,
  foundState,
  type SyntheticPassport,
  type SyntheticPassportOptions,
} from '../../../card-reader/passport/virtual/index.ts';
import { type VrsKeys, verifyVdsNc, vrsPublicKeySet } from '../../certificates/index.ts';
import type { AnswerPayload, Challenge } from '../../protocol/index.ts';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { makeChallenge } from '../store/challenges.ts';
import type { VrsEvent } from '../vrs-events.ts';
import { apply, issuingParts, newVisitId, person, readAnswer, standingClock } from '../vrs-fixtures.ts';
import { answerApplication } from './answer-application.ts';
import type { IssuingParts } from './issuing-parts.ts';

const utopia = foundState('UT');
const WHO = 'no-passport';
const holder = {
  primaryIdentifier: 'MIHON',
  secondaryIdentifier: 'JIRO',
  documentNumber: 'ZZ0000009',
  birthDate: person(WHO).birthDate.slice(2),
};
const passportOf = (o: SyntheticPassportOptions = {}) =>
  buildSyntheticPassport({ state: utopia, ...o, holder: { ...holder, ...o.holder } });
const filesOf = ({ dg1, sod }: SyntheticPassport) => ({
  dg1: Buffer.from(dg1).toString('base64url'),
  sod: Buffer.from(sod).toString('base64url'),
});

let filled: FilledStore;
let clock: ReturnType<typeof standingClock>;
let parts: IssuingParts;
let vrsKeys: VrsKeys;
let events: VrsEvent[];
let visitId: ReturnType<typeof newVisitId>;
let challenge: Challenge;

beforeAll(async () => {
  filled = await filledStore();
}, 120_000);
afterAll(() => filled.close());
beforeEach(async () => {
  clock = standingClock();
  const made = await issuingParts(filled.store, clock.now);
  ({ vrsKeys, events } = made);
  parts = { ...made.parts, passportProof: { anchors: [utopia.anchor], verifyPassport } };
  visitId = newVisitId();
  challenge = await makeChallenge(filled.store, visitId, new Date(clock.now().getTime() + 120_000));
});

type Options = Partial<Parameters<typeof apply>[3]> & { readonly who?: string };

/** Applies within the visit of this test. */
async function ask(o: Options = {}): Promise<AnswerPayload['result']> {
  const { who = WHO, ...over } = o;
  const sent = await apply(vrsKeys, person(who), challenge, { visitId, kind: 'overseas', ...over });
  const { header, sealed } = sent;
  const answer = await answerApplication({ header, sealed, stillWanted: () => true }, parts);
  return (await readAnswer(vrsKeys, sent, answer._unsafeUnwrap(), clock.now())).result;
}

const refused = (refusal: string) => ({ type: 'refused', refusal });

describe('an overseas application without passport items on record', () => {
  it('is completed by a passport: the certificate states its number, nationality and names, and records them', async () => {
    expect(await ask()).toEqual(refused('PASSPORT_NOT_REGISTERED'));
    const result = await ask({ passport: filesOf(passportOf()) });
    if (result.type !== 'issued') throw new Error(`refused: ${result.refusal}`);
    const items = {
      romanName: { primary: 'MIHON', secondary: 'JIRO' },
      nationality: 'UTO',
      passportNumber: 'ZZ0000009',
    };
    expect(result.facts.holder.passport).toEqual(items);
    const { vdsNcAnchors: anchors } = vrsPublicKeySet(vrsKeys, clock.now());
    const proof = await verifyVdsNc({ text: result.vdsNc ?? '', anchors, now: clock.now() });
    expect(proof._unsafeUnwrap()).toMatchObject({ name: 'MIHON  JIRO', passportNumber: 'ZZ0000009' });
    const { certificateId, municipality } = result.facts;
    const stored = await filled.store.inArea(municipality.code, async ({ database, keys }) => {
      const row = await database
        .selectFrom('certificates')
        .select('passport_items')
        .where('certificate_id', '=', certificateId)
        .executeTakeFirstOrThrow();
      return keys.decrypt('certificates.passport_items', certificateId, row.passport_items ?? new Uint8Array());
    });
    expect(JSON.parse(stored ?? '')).toEqual(items);
    expect(events).toEqual(['APPLICATION_DECLINED', 'CERTIFICATE_ISSUED']);
  });

  it('is for this certificate only: the next visit needs the passport again', async () => {
    expect(await ask({ passport: filesOf(passportOf()) })).toMatchObject({ type: 'issued' });
    visitId = newVisitId();
    challenge = await makeChallenge(filled.store, visitId, new Date(clock.now().getTime() + 120_000));
    expect(await ask()).toEqual(refused('PASSPORT_NOT_REGISTERED'));
  });

  it.each<[string, SyntheticPassportOptions]>([
    ['of a state nobody knows', { faults: [{ kind: 'foreign-csca', sameName: false }] }],
    ['of a state that calls itself like a known one', { faults: [{ kind: 'foreign-csca', sameName: true }] }],
    ['altered in its data', { faults: [{ kind: 'dg1-altered' }] }],
    ['altered in its signature', { faults: [{ kind: 'sod-altered', bitFromEnd: 0 }] }],
    ['of somebody born on another day', { holder: { birthDate: '870606' } }],
    ['that has expired', { holder: { expiryDate: '261119' } }],
  ])('is refused with a passport %s', async (_what, o) => {
    expect(await ask({ passport: filesOf(passportOf(o)) })).toEqual(refused('PASSPORT_NOT_GENUINE'));
    expect(events).toEqual(['PASSPORT_NOT_GENUINE']);
  });

  it('is refused with files that are no passport', async () => {
    expect(await ask({ passport: { dg1: 'AAAA', sod: '' } })).toEqual(refused('PASSPORT_NOT_GENUINE'));
  });

  it('goes to the counter where the certificate has no place for the passport’s number', async () => {
    const passport = filesOf(passportOf({ holder: { documentNumber: 'ZZ9' } }));
    expect(await ask({ passport })).toEqual(refused('COUNTER_ONLY'));
  });

  it('is refused as not registered where no anchors are configured, and the challenge is used up', async () => {
    parts = { ...parts, passportProof: null };
    expect(await ask({ passport: filesOf(passportOf()) })).toEqual(refused('PASSPORT_NOT_REGISTERED'));
    expect(await ask()).toEqual(refused('CHALLENGE_EXPIRED'));
  });
});

describe('passport items on record', () => {
  it('are what the certificate states, whatever passport comes with the application', async () => {
    const result = await ask({ who: 'passport', passport: filesOf(passportOf()) });
    expect(result).toMatchObject({ type: 'issued', facts: { holder: { passport: { passportNumber: 'ZZ0000004' } } } });
  });

  it('are not in a domestic certificate, nor is a passport that comes with the application', async () => {
    const result = await ask({ kind: 'domestic', passport: filesOf(passportOf()) });
    expect(result).toMatchObject({ type: 'issued', facts: { holder: { passport: null } } });
  });
});

describe('a challenge kept for a passport', () => {
  const missing = async () => expect(await ask()).toEqual(refused('PASSPORT_NOT_REGISTERED'));
  const expired = refused('CHALLENGE_EXPIRED');

  it('serves once', async () => {
    await missing();
    const forged = filesOf(passportOf({ faults: [{ kind: 'dg1-altered' }] }));
    expect(await ask({ passport: forged })).toEqual(refused('PASSPORT_NOT_GENUINE'));
    expect(await ask({ passport: filesOf(passportOf()) })).toEqual(expired);
  });

  it.each<[string, () => Options]>([
    ['without a passport', () => ({})],
    ['of the domestic kind', () => ({ kind: 'domestic', passport: filesOf(passportOf()) })],
    ['of another visit', () => ({ visitId: newVisitId(), passport: filesOf(passportOf()) })],
    ['in another municipality', () => ({ municipality: '900028', passport: filesOf(passportOf()) })],
  ])('does not serve an application %s', async (_what, o) => {
    await missing();
    expect(await ask(o())).toEqual(expired);
  });

  it('serves for five minutes', async () => {
    await missing();
    clock.move(5 * 60_000);
    expect(await ask({ passport: filesOf(passportOf()) })).toEqual(expired);
  });

  it('is kept after no other refusal', async () => {
    expect(await ask({ who: 'doubtful' })).toEqual(refused('NEEDS_CONFIRMATION'));
    expect(await ask({ who: 'doubtful', passport: filesOf(passportOf()) })).toEqual(expired);
  });
});
