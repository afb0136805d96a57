import { err, ok } from 'neverthrow';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { VerificationError } from '../../../card-reader/index.ts';
import { type VrsKeys, verifyHealthCard, verifyVdsNc, vrsPublicKeySet } from '../../certificates/index.ts';
import {
  type AnswerPayload,
  CertificateIdSchema,
  MunicipalityCodeSchema,
  TerminalIdSchema,
  type VrsRefusal,
} from '../../protocol/index.ts';
import { filledStore } from '../filled-store.ts';
import { makeChallenge } from '../store/challenges.ts';
import { removeExpired } from '../store/remove-expired.ts';
import type { VrsStore } from '../store/vrs-store.ts';
import type { VrsEvent } from '../vrs-events.ts';
import {
  apply,
  issuingParts,
  newVisitId,
  person,
  readAnswer,
  type SentApplication,
  standingClock,
} from '../vrs-fixtures.ts';
import { answerApplication } from './answer-application.ts';
import type { IssuingParts } from './issuing-parts.ts';

let store: VrsStore;
let close: () => Promise<void>;
let clock: ReturnType<typeof standingClock>;
let parts: IssuingParts;
let vrsKeys: VrsKeys;
let events: VrsEvent[];

beforeAll(async () => {
  const filled = await filledStore();
  store = filled.store;
  close = filled.close;
}, 120_000);
afterAll(() => close());
beforeEach(async () => {
  clock = standingClock();
  ({ parts, vrsKeys, events } = await issuingParts(store, clock.now));
});

const challengeFor = (visitId: ReturnType<typeof newVisitId>) =>
  makeChallenge(store, visitId, new Date(clock.now().getTime() + 120_000));

type Options = Partial<Parameters<typeof apply>[3]>;

async function send(id: string, o: Options = {}): Promise<SentApplication> {
  const visitId = newVisitId();
  return await apply(vrsKeys, person(id), await challengeFor(visitId), { visitId, ...o });
}

const always = () => true;

async function answerTo(sent: SentApplication, over: Partial<IssuingParts> = {}): Promise<AnswerPayload['result']> {
  const { header, sealed } = sent;
  const answer = await answerApplication({ header, sealed, stillWanted: always }, { ...parts, ...over });
  return (await readAnswer(vrsKeys, sent, answer._unsafeUnwrap(), clock.now())).result;
}

async function refusalOf(id: string, o: Options = {}, over: Partial<IssuingParts> = {}): Promise<VrsRefusal> {
  const result = await answerTo(await send(id, o), over);
  if (result.type !== 'refused') throw new Error('issued where a refusal was due');
  return result.refusal;
}

async function issuedTo(sent: SentApplication, over: Partial<IssuingParts> = {}) {
  const result = await answerTo(sent, over);
  if (result.type !== 'issued') throw new Error(`refused: ${result.refusal}`);
  return result;
}

const certificatesOf = (area: string) =>
  store.inArea(v.parse(MunicipalityCodeSchema, area), ({ database }) =>
    database.selectFrom('certificates').selectAll().where('area', '=', area).execute(),
  );

describe('a certificate', () => {
  it('of the domestic kind states the card’s name and birth date and the record’s doses, signed', async () => {
    const { facts, healthCard, vdsNc } = await issuedTo(await send('ichiyo'));
    expect(facts.holder).toEqual({ name: '見本\u3000一葉', birthDate: '1987-06-05', passport: null });
    expect(facts.doses.map(({ number, day, lot, cvx }) => [number, day, lot, cvx])).toEqual([
      [1, '2021-07-10', 'ZZ0001', '208'],
      [2, '2021-07-31', 'ZZ0002', '208'],
      [3, '2022-03-05', '900000Z', '207'],
    ]);
    expect(facts.municipality).toEqual({
      code: '900010',
      prefecture: { ja: '架空県', en: 'Kaku Prefecture' },
      name: { ja: '架空市', en: 'Kaku City' },
    });
    expect(facts.issuedOn).toBe('2026-11-20');
    expect(vdsNc).toBeNull();
    const { iss, keys } = vrsPublicKeySet(vrsKeys, clock.now()).healthCard;
    const content = verifyHealthCard({ jws: healthCard, iss, keys, now: clock.now() })._unsafeUnwrap();
    expect(content.name).toBe('見本\u3000一葉');
    expect(content.doses).toHaveLength(3);
    expect(events).toEqual(['CERTIFICATE_ISSUED']);
  });

  it('of the overseas kind carries both codes, in the passport’s letters, under one id that is recorded', async () => {
    const { facts, healthCard, vdsNc } = await issuedTo(await send('seven-doses', { kind: 'overseas' }));
    const keySet = vrsPublicKeySet(vrsKeys, clock.now());
    const proof = await verifyVdsNc({ text: vdsNc ?? '', anchors: keySet.vdsNcAnchors, now: clock.now() });
    expect(proof._unsafeUnwrap()).toMatchObject({
      certificateId: facts.certificateId,
      name: 'NANAMI  TOYO',
      birthDate: '1934-07-07',
      passportNumber: 'ZZ0000007',
    });
    expect(proof._unsafeUnwrap().doses).toHaveLength(7);
    const card = verifyHealthCard({ jws: healthCard, ...keySet.healthCard, now: clock.now() });
    expect(card._unsafeUnwrap().name).toBe('NANAMI\u3000TOYO');
    const recorded = (await certificatesOf('900010'))?.filter((row) => row.certificate_id === facts.certificateId);
    expect(recorded).toMatchObject([{ kind: 'overseas', issued_on: '2026-11-20', issued_at: clock.now() }]);
  });

  it('keeps a name outside the basic plane exactly, in the municipality that holds the record', async () => {
    const { facts } = await issuedTo(await send('teppei', { municipality: '900028' }));
    expect(facts.holder.name).toBe('𠮷野\u3000鉄平');
    expect(facts.municipality.code).toBe('900028');
  });

  it('is dated by the day in Japan', async () => {
    clock.move(Date.parse('2026-11-20T15:00:00.000Z') - clock.now().getTime());
    expect((await issuedTo(await send('one-dose'))).facts.issuedOn).toBe('2026-11-21');
  });

  it('for the same application again is the same one; for another application another', async () => {
    const sent = await send('four-doses');
    const first = await issuedTo(sent);
    clock.move(30_000);
    expect(await issuedTo(sent)).toEqual(first);
    expect(events).toEqual(['CERTIFICATE_ISSUED', 'DECISION_REPEATED']);
    const other = await issuedTo(await send('four-doses'));
    expect(other.facts.certificateId).not.toBe(first.facts.certificateId);
  });

  it('is not given for an old application: after the life of an answer only the used-up challenge is left', async () => {
    const sent = await send('four-doses');
    await issuedTo(sent);
    clock.move(10 * 60_000);
    await removeExpired(store, clock.now());
    expect(await answerTo(sent)).toEqual({ type: 'refused', refusal: 'CHALLENGE_EXPIRED' });
  });

  it('whose random id is taken gets another', async () => {
    const { facts } = await issuedTo(await send('one-dose'));
    const ids = [facts.certificateId, facts.certificateId, v.parse(CertificateIdSchema, 'FREE00000001')];
    const certificateId = () => ids.shift() ?? facts.certificateId;
    expect(
      (await issuedTo(await send('teppei', { municipality: '900028' }), { certificateId })).facts.certificateId,
    ).toBe('FREE00000001');
  });
});

describe('refused', () => {
  it.each<[string, VrsRefusal, Options]>([
    ['no-record', 'NO_RECORD_CHECK_CITY', {}],
    ['ichiyo', 'NO_RECORD_CHECK_CITY', { municipality: '900028' }],
    ['no-record', 'NO_RECORD_ASK_CITY', { municipality: '900028' }],
    ['ichiyo', 'CITY_STOPPED', { municipality: '900036' }],
    ['ichiyo', 'CITY_STOPPED', { municipality: '999999' }],
    ['doubtful', 'NEEDS_CONFIRMATION', {}],
    ['moved', 'NEEDS_CONFIRMATION', {}],
    ['protected', 'COUNTER_ONLY', {}],
    ['no-passport', 'PASSPORT_NOT_REGISTERED', { kind: 'overseas' }],
  ])('%s: %s', async (id, refusal, o) => {
    expect(await refusalOf(id, o)).toBe(refusal);
  });

  it('a card with another’s files, another’s signature, altered bytes, or none', async () => {
    const other = await send('teppei');
    const { ef0001, ef0002, ef0007, challengeSignature } = other.application.card;
    for (const card of [
      { ef0001 },
      { ef0002 },
      { ef0007 },
      { challengeSignature },
      { ef0003: '' },
      { ef0004: 'AAAA' },
    ]) {
      expect(await refusalOf('ichiyo', { card })).toBe('CARD_NOT_GENUINE');
    }
    expect(events.filter((event) => event === 'CARD_NOT_GENUINE')).toHaveLength(6);
  });

  it('a card of an issuer that is not known, apart from one that is not genuine', async () => {
    expect(await refusalOf('ichiyo', {}, { anchors: [] })).toBe('CARD_ISSUER_UNKNOWN');
    const kinds: VerificationError['kind'][] = ['challenge-refused', 'check-digit', 'number-altered'];
    for (const kind of kinds) {
      const verifyCard = () =>
        err<never, VerificationError>(kind === 'object-malformed' ? { kind, file: '' } : { kind });
      expect(await refusalOf('ichiyo', {}, { verifyCard })).toBe('CARD_NOT_GENUINE');
    }
  });

  it('a birth date on the card that differs from the record’s, or that leaves parts open', async () => {
    const who = person('ichiyo');
    const holder = (birthDate: string) => () => ok({ ...who, birthDate });
    expect(await refusalOf('ichiyo', {}, { verifyCard: holder('19870606') })).toBe('NEEDS_CONFIRMATION');
    for (const open of ['1987    ', '19870000', '19870231', '        ']) {
      expect(await refusalOf('ichiyo', {}, { verifyCard: holder(open) })).toBe('COUNTER_ONLY');
    }
  });

  it('a challenge that is used up, past its time, unknown, or of another visit', async () => {
    const visitId = newVisitId();
    const challenge = await challengeFor(visitId);
    const first = await apply(vrsKeys, person('ichiyo'), challenge, { visitId });
    const replay = await apply(vrsKeys, person('ichiyo'), challenge, { visitId });
    await issuedTo(first);
    expect(await answerTo(replay)).toEqual({ type: 'refused', refusal: 'CHALLENGE_EXPIRED' });
    const other = await apply(vrsKeys, person('ichiyo'), await challengeFor(newVisitId()), { visitId });
    expect(await answerTo(other)).toEqual({ type: 'refused', refusal: 'CHALLENGE_EXPIRED' });
    expect(await refusalOf('ichiyo', { card: { challengeId: 'A'.repeat(22) } })).toBe('CHALLENGE_EXPIRED');
    const late = await send('ichiyo');
    clock.move(120_000);
    expect(await answerTo(late)).toEqual({ type: 'refused', refusal: 'CHALLENGE_EXPIRED' });
  });

  it('again the same way when the same application comes again', async () => {
    const sent = await send('no-record');
    const first = await answerTo(sent);
    expect(await answerTo(sent)).toEqual(first);
    expect(first).toEqual({ type: 'refused', refusal: 'NO_RECORD_CHECK_CITY' });
  });

  it('an application whose sealed fields are not those of its header', async () => {
    const visitId = newVisitId();
    const header = { municipality: '900028' };
    const sent = await apply(vrsKeys, person('ichiyo'), await challengeFor(visitId), { visitId, header });
    expect(await answerTo(sent)).toEqual({ type: 'refused', refusal: 'APPLICATION_REFUSED' });
  });
});

describe('without an answer', () => {
  it('an envelope that does not open, or of an unknown key, is malformed', async () => {
    const sent = await send('ichiyo');
    const altered = Uint8Array.from(sent.sealed);
    altered[200] = (altered[200] ?? 0) ^ 1;
    const headers = [
      { ...sent.header, terminalId: v.parse(TerminalIdSchema, 'OTHER-1') },
      { ...sent.header, sealingKeyId: 'x' },
    ];
    const attempts = [{ ...sent, sealed: altered }, ...headers.map((header) => ({ ...sent, header }))];
    for (const { header, sealed } of attempts) {
      const answer = await answerApplication({ header, sealed, stillWanted: always }, parts);
      expect(answer._unsafeUnwrapErr()).toBe('MALFORMED');
    }
    expect(events).toEqual(['APPLICATION_UNREADABLE', 'APPLICATION_UNREADABLE', 'APPLICATION_UNREADABLE']);
  });

  it('nothing becomes final when nobody waits any more, at whatever moment they left (P1)', async () => {
    const before = (await certificatesOf('900010'))?.length;
    for (let left = 0; left < 2; left += 1) {
      const { header, sealed } = await send('ichiyo');
      let asked = 0;
      const stillWanted = () => {
        asked += 1;
        return asked <= left;
      };
      const answer = await answerApplication({ header, sealed, stillWanted }, parts);
      expect(answer._unsafeUnwrapErr()).toBe('UNAVAILABLE');
    }
    expect((await certificatesOf('900010'))?.length).toBe(before);
    const sent = await send('ichiyo');
    let asked = 0;
    const { header, sealed } = sent;
    const leavesLate = () => {
      asked += 1;
      return asked === 1;
    };
    await answerApplication({ header, sealed, stillWanted: leavesLate }, parts);
    // The challenge was given back with everything else: the same application still succeeds.
    await issuedTo(sent);
  });

  it('a store that fails is unavailable, never an empty record (P10)', async () => {
    const failing: VrsStore = { ...store, inArea: () => Promise.reject(new Error('gone')) };
    const { header, sealed } = await send('ichiyo');
    const answer = await answerApplication({ header, sealed, stillWanted: always }, { ...parts, store: failing });
    expect(answer._unsafeUnwrapErr()).toBe('UNAVAILABLE');
    expect(events).toEqual(['STORE_FAILED']);
  });
});
