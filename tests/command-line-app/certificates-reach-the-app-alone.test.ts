import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foundState } from '../../card-reader/passport/virtual/index.ts';
import { findSyntheticPerson, syntheticFilesOf } from '../../card-reader/virtual/index.ts';
import { RelayAnswerSchema } from '../../server-bridge/index.ts';
import { formsOf } from '../end-to-end/search-for-person.ts';
import { type AppWorld, buildAppWorld, type PhoneOptions, passportFor } from './app-world.ts';
import { startHostileGateway } from './hostile-gateway.ts';

let world: AppWorld;
beforeAll(async () => {
  world = await buildAppWorld({ keepsStore: true });
}, 120_000);
afterAll(() => world?.stop(), 60_000);

/** Of every certificate that reached an app. */
const received = new Set<string>();
const use = async (phone: PhoneOptions) => {
  const used = await world.use(phone);
  if (used.isOk()) received.add(used.value.facts.certificateId);
  return used;
};
const refusedByVrs = (refusal: string) => ({ kind: 'refused-by-vrs', refusal });

describe('somebody with a card, a PIN and the app', () => {
  it('gets the certificate for use at home, and it is the one of this card', async () => {
    const issued = (await use({ person: 'ichiyo' }))._unsafeUnwrap();
    expect(issued).toMatchObject({ facts: { kind: 'domestic', holder: { name: '見本\u3000一葉' } }, vdsNc: null });
    expect(issued.facts.doses.length).toBeGreaterThan(0);
  });

  it('gets the one for use abroad where a passport is registered', async () => {
    const issued = (await use({ person: 'passport', kind: 'overseas' }))._unsafeUnwrap();
    expect(issued.facts.holder.passport?.passportNumber).toMatch(/^[A-Z0-9]+$/);
    expect(issued.vdsNc).not.toBeNull();
  });

  it('is asked for a passport where none is registered, and its chip gives one', async () => {
    expect((await use({ person: 'no-passport', kind: 'overseas' }))._unsafeUnwrapErr()).toEqual(
      refusedByVrs('PASSPORT_NOT_REGISTERED'),
    );
    const passport = passportFor(world);
    const issued = (await use({ person: 'no-passport', kind: 'overseas', passport }))._unsafeUnwrap();
    expect(issued.facts.holder.passport?.passportNumber).toBe('ZZ0000009');
  });

  it('gets nothing with a passport of somebody else, or of a state that nobody knows', async () => {
    const somebodyElses = passportFor(world, { holder: { birthDate: '870606' } });
    const notOurs = await use({ person: 'no-passport', kind: 'overseas', passport: somebodyElses });
    expect(notOurs._unsafeUnwrapErr()).toEqual(refusedByVrs('PASSPORT_NOT_GENUINE'));
    const passport = passportFor(world, { state: foundState('UT') });
    const unknown = await use({ person: 'no-passport', kind: 'overseas', passport });
    expect(unknown._unsafeUnwrapErr()).toEqual(refusedByVrs('PASSPORT_NOT_GENUINE'));
  });
});

describe('refusals are told by their class', () => {
  const city = '900028';
  it.each([
    ['no-record', {}, 'NO_RECORD_CHECK_CITY'],
    ['no-record', { municipality: city }, 'NO_RECORD_ASK_CITY'],
    ['doubtful', {}, 'NEEDS_CONFIRMATION'],
    ['protected', {}, 'COUNTER_ONLY'],
    ['deceased', {}, 'NEEDS_CONFIRMATION'],
    ['many-doses', {}, 'TOO_MANY_DOSES'],
    ['ichiyo', { municipality: '900099' }, 'CITY_STOPPED'],
    ['ichiyo', { card: { signingKeyName: 'card-B' } }, 'CARD_NOT_GENUINE'],
  ] as const)('%s %o: %s', async (person, more, refusal) => {
    expect((await use({ person, ...more }))._unsafeUnwrapErr()).toEqual(refusedByVrs(refusal));
  });

  it('a card that says another name than its issuer signed', async () => {
    const own = findSyntheticPerson('ichiyo');
    const other = findSyntheticPerson('teppei');
    if (own === undefined || other === undefined) throw new Error('two synthetic people are needed');
    const files = new Map([[2, syntheticFilesOf(other).get(2) ?? new Uint8Array()]]);
    expect((await use({ person: 'ichiyo', card: { files } }))._unsafeUnwrapErr()).toEqual(
      refusedByVrs('CARD_NOT_GENUINE'),
    );
  });

  it('a wrong PIN costs one try and nothing is sent; a locked card is asked for none', async () => {
    const before = world.log().filter((line) => line.includes('application')).length;
    expect((await use({ person: 'ichiyo', pin: '9998' }))._unsafeUnwrapErr()).toEqual({
      kind: 'pin-wrong',
      triesLeft: 2,
    });
    expect((await use({ person: 'ichiyo', card: { pinTries: 0 } }))._unsafeUnwrapErr()).toEqual({
      kind: 'pin-locked',
    });
    expect(world.log().filter((line) => line.includes('application')).length).toBe(before);
  });
});

describe('only the dedicated app, untampered (E2)', () => {
  it.each<[string, Partial<PhoneOptions>]>([
    ['ATTESTATION_OTHER_BUILD', { build: 'development-0' }],
    ['ATTESTATION_OTHER_APP', { attest: (said) => ({ ...said, app: 'jp.example.another' }) }],
    ['ATTESTATION_EXPIRED', { attest: (said) => ({ ...said, iat: said.iat - 300, exp: said.iat - 1 }) }],
    ['ATTESTATION_OVERLONG', { attest: (said) => ({ ...said, exp: said.iat + 86_400 }) }],
    ['ATTESTATION_OTHER_REQUEST', { attest: (said) => ({ ...said, body: 'A'.repeat(43) }) }],
  ])('%s: no challenge, so no PIN is asked', async (refusal, phone) => {
    const used = await use({ person: 'ichiyo', pin: '9998', ...phone });
    expect(used._unsafeUnwrapErr()).toEqual({ kind: 'refused-on-the-way', refusal });
  });

  it('ATTESTATION_REUSED where an attestation comes twice', async () => {
    const jti = 'A'.repeat(22);
    const used = await use({ person: 'ichiyo', attest: (said) => ({ ...said, jti }) });
    expect(used._unsafeUnwrapErr()).toEqual({ kind: 'refused-on-the-way', refusal: 'ATTESTATION_REUSED' });
  });

  it('one application passed on by two gateways, attested at each, is one decision and one certificate', async () => {
    const hostile = await startHostileGateway(world);
    const second = await world.another((same) => same);
    const client = await world.client({ port: second.port });
    hostile.tamper = {
      '/v1/applications': async (_first, sent) => {
        const again = await client.post('/v1/applications', JSON.parse(sent), RelayAnswerSchema, 20_000);
        return JSON.stringify(again._unsafeUnwrap());
      },
    };
    try {
      expect((await use({ person: 'one-dose', port: hostile.port })).isOk()).toBe(true);
    } finally {
      client.close();
      await hostile.stop();
      await second.stop();
    }
  });
});

describe('what is left behind', () => {
  it('the gateway’s log has nothing of anybody, and no visit', async () => {
    await use({ person: 'ichiyo' });
    const text = world.log().join('');
    expect(text).toContain('"event":"PASSED"');
    for (const id of ['ichiyo', 'passport', 'no-passport']) {
      const person = findSyntheticPerson(id);
      if (person === undefined) throw new Error('a synthetic person is needed');
      const { name, individualNumber, birthDate, address } = person;
      for (const trace of [name, individualNumber, birthDate, address].flatMap(formsOf)) {
        expect(text.includes(trace.toString('utf8'))).toBe(false);
      }
    }
    expect(text).not.toMatch(/visit|APP-|municipality|127\.0\.0\.1|[0-9]{12}/);
    const allowed = ['at', 'event', 'level', 'port', 'waitedMs', 'what', 'refusal', 'times', 'reason'];
    const fields = new Set(world.log().flatMap((line) => Object.keys(JSON.parse(line))));
    expect([...fields].filter((field) => !allowed.includes(field))).toEqual([]);
  });

  it('VRS has recorded that these certificates were issued through the app', async () => {
    const issued = (await use({ person: 'four-doses' }))._unsafeUnwrap();
    await world.gateway.stop();
    await world.vrs.stop();
    const database = new PGlite(world.storeDirectory);
    try {
      const { rows } = await database.query('select certificate_id, through from certificates');
      expect(rows).toContainEqual({ certificate_id: issued.facts.certificateId, through: 'app' });
      // Every certificate that was issued reached an app, and none was issued twice.
      expect(rows).toHaveLength(received.size);
      expect(rows.filter((row) => JSON.stringify(row).includes('kiosk'))).toEqual([]);
    } finally {
      await database.close();
    }
  });
});
