import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  ChallengeSchema,
  generateSigningJwk,
  generateVrsKeys,
  type IssuedResult,
  MunicipalityCodeSchema,
  RelayAnswerSchema,
  signerFromJwk,
  signVrsKeySet,
  vrsPublicKeySet,
} from '../../server-bridge/index.ts';
import { type AppWorld, buildAppWorld } from './app-world.ts';
import { type HostileGateway, startHostileGateway, type Tamper } from './hostile-gateway.ts';
import { type Insider, openInsider } from './insider.ts';

const APPLICATIONS = '/v1/applications';
let world: AppWorld;
let hostile: HostileGateway;

beforeAll(async () => {
  world = await buildAppWorld();
  hostile = await startHostileGateway(world);
}, 120_000);
afterAll(async () => {
  await hostile?.stop();
  await world?.stop();
}, 60_000);
afterEach(() => {
  hostile.tamper = {};
});

const jsonOf = <S extends v.GenericSchema>(schema: S, text: string) =>
  v.parse(v.pipe(v.string(), v.parseJson(), schema), text);
const answerOf = (text: string) => jsonOf(RelayAnswerSchema, text);
const use = (person: string, waitMs?: number) =>
  world.use({ person, port: hostile.port, ...(waitMs === undefined ? {} : { waitMs }) });
const useUnder = async (tamper: Tamper, person = 'ichiyo', waitMs?: number) => {
  hostile.tamper = { [APPLICATIONS]: tamper };
  const used = await use(person, waitMs);
  return used.isOk() ? 'issued' : used.error;
};
const notOurs = (fault: string) => ({ kind: 'not-this-application', fault });
const UNREADABLE = { kind: 'unreadable-answer' };

describe('what a gateway can do to bytes', () => {
  it('nothing, when it does nothing: the way itself works', async () => {
    expect((await use('ichiyo'))._unsafeUnwrap().facts.holder.name).toBe('見本\u3000一葉');
  });

  it.each<[string, Tamper, object]>([
    ['a body cut', (text) => text.slice(0, text.length / 2), UNREADABLE],
    ['a body twice over', (text) => text + text, UNREADABLE],
    ['an empty body', () => '', UNREADABLE],
    ['an empty record', () => '{"doses":[]}', UNREADABLE],
    ['a refusal of VRS in clear', () => '{"refusal":"NO_RECORD_ASK_CITY"}', UNREADABLE],
    ['sealed bytes cut', (text) => edited(text, (sealed) => sealed.slice(0, 400)), notOurs('another-key')],
    [
      'one character altered',
      (text) =>
        edited(text, (sealed) => `${sealed.slice(0, 400)}${sealed[400] === 'A' ? 'B' : 'A'}${sealed.slice(401)}`),
      notOurs('another-key'),
    ],
    ['random bytes', (text) => edited(text, () => randomBytes(3_000).toString('base64url')), notOurs('another-key')],
  ])('%s', async (_what, tamper, expected) => {
    expect(await useUnder(tamper)).toEqual(expected);
  });

  const edited = (text: string, edit: (sealed: string) => string): string => {
    const { visitId, sealed } = answerOf(text);
    return JSON.stringify({ visitId, sealed: edit(sealed) });
  };
});

describe('what a gateway can do with time and with other people’s answers', () => {
  it('an answer later than the app waits is no answer', async () => {
    const { promise, resolve } = Promise.withResolvers<string | null>();
    expect(await useUnder(() => promise, 'ichiyo', 1_500)).toEqual({ kind: 'too-late' });
    resolve(null);
  });

  it('two people who apply at once are given each other’s answer, and neither sees it', async () => {
    const waiting = [Promise.withResolvers<string>(), Promise.withResolvers<string>()] as const;
    let come = 0;
    hostile.tamper = {
      [APPLICATIONS]: async (text) => {
        const [own, other] = come++ === 0 ? waiting : [waiting[1], waiting[0]];
        own.resolve(text);
        return JSON.stringify({ visitId: answerOf(text).visitId, sealed: answerOf(await other.promise).sealed });
      },
    };
    const [one, two] = await Promise.all([use('ichiyo'), use('teppei')]);
    expect([one._unsafeUnwrapErr(), two._unsafeUnwrapErr()]).toEqual([notOurs('another-key'), notOurs('another-key')]);
  });

  it('an earlier answer, the person’s own or another’s, is worth nothing in the next visit', async () => {
    const kept: string[] = [];
    for (const person of ['ichiyo', 'four-doses']) {
      await useUnder((text) => {
        kept.push(text);
        return text;
      }, person);
    }
    for (const earlier of kept) {
      const replayed: Tamper = (text) =>
        JSON.stringify({ visitId: answerOf(text).visitId, sealed: answerOf(earlier).sealed });
      expect(await useUnder(replayed)).toEqual(notOurs('another-key'));
    }
  });

  it('a challenge of another visit, or an invented one, makes the application worthless', async () => {
    const other = await world.client();
    const visitId = randomBytes(16).toString('base64url');
    const stolen = (await other.post('/v1/challenges', { visitId }, ChallengeSchema, 10_000))._unsafeUnwrap();
    other.close();
    const invented = { ...stolen, challengeId: randomBytes(16).toString('base64url') };
    const swapped = (text: string) => ({ ...jsonOf(ChallengeSchema, text), challenge: stolen.challenge });
    for (const [challenge, refusal] of [
      [() => stolen, 'CHALLENGE_EXPIRED'],
      [() => invented, 'CHALLENGE_EXPIRED'],
      [swapped, 'CARD_NOT_GENUINE'],
    ] as const) {
      hostile.tamper = { '/v1/challenges': (text) => JSON.stringify(challenge(text)) };
      expect((await use('ichiyo'))._unsafeUnwrapErr()).toEqual({ kind: 'refused-by-vrs', refusal });
    }
  });

  it('a key set of its own is not believed, and nothing is sealed to it', async () => {
    const own = await generateVrsKeys({ iss: 'https://vc.vrs.example/issuer', now: new Date() });
    const root = signerFromJwk(await generateSigningJwk());
    const vrsKeySet = await signVrsKeySet(vrsPublicKeySet(own, new Date()), root);
    hostile.tamper = { '/v1/key-set': () => JSON.stringify({ vrsKeySet }) };
    expect((await use('ichiyo'))._unsafeUnwrapErr()).toEqual({ kind: 'untrusted-keys' });
  });
});

describe('more than a gateway can do: it has VRS’s own keys, and mixes people up', () => {
  let insider: Insider;
  let theirs: IssuedResult;
  let ours: IssuedResult;
  beforeAll(async () => {
    insider = await openInsider(world);
    theirs = (await world.use({ person: 'teppei', municipality: '900028' }))._unsafeUnwrap();
    ours = (await world.use({ person: 'ichiyo' }))._unsafeUnwrap();
    theirs = { ...theirs, facts: { ...theirs.facts, municipality: ours.facts.municipality } };
  }, 60_000);
  const saying = (what: () => IssuedResult, how: { readonly ageMs?: number; readonly byStranger?: boolean } = {}) =>
    useUnder((_text, sent) => insider.answer(sent, what(), how));

  it('this person’s own true certificate is taken, so that the attacks below are refused for what they are', async () => {
    expect(await saying(() => ours)).toBe('issued');
  });

  it('another person’s certificate is stopped by the name on the card', async () => {
    expect(await saying(() => theirs)).toEqual(notOurs('name-differs'));
    const renamed = () => ({
      ...theirs,
      facts: { ...theirs.facts, holder: { ...ours.facts.holder, birthDate: '1901-01-01' } },
    });
    expect(await saying(renamed)).toEqual(notOurs('birth-date-differs'));
  });

  it('another person’s code, or doses that the code does not say, under the right name', async () => {
    expect(await saying(() => ({ ...ours, healthCard: theirs.healthCard }))).toEqual(notOurs('health-card-differs'));
    const doses = () => ours.facts.doses.map((dose) => ({ ...dose, lot: 'SYN-OTHER' }));
    expect(await saying(() => ({ ...ours, facts: { ...ours.facts, doses: doses() } }))).toEqual(
      notOurs('health-card-differs'),
    );
  });

  it('a certificate of another municipality, and one signed by a stranger', async () => {
    const municipality = { ...ours.facts.municipality, code: v.parse(MunicipalityCodeSchema, '900028') };
    expect(await saying(() => ({ ...ours, facts: { ...ours.facts, municipality } }))).toEqual(
      notOurs('answer-other-application'),
    );
    expect(await saying(() => ours, { byStranger: true })).toEqual(notOurs('answer-bad-signature'));
  });

  it('a true answer of eleven minutes ago is too late', async () => {
    expect(await saying(() => ours, { ageMs: 660_000 })).toEqual({ kind: 'too-late' });
  });
});
