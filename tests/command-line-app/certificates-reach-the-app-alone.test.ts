import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foundState } from '../../card-reader/passport/virtual/index.ts';
import { findSyntheticPerson, syntheticFilesOf } from '../../card-reader/virtual/index.ts';
import { formsOf } from '../end-to-end/search-for-person.ts';
import { type AppWorld, buildAppWorld, passportFor } from './app-world.ts';

let world: AppWorld;
beforeAll(async () => {
  world = await buildAppWorld({ keepsStore: true });
}, 120_000);
afterAll(() => world?.stop(), 60_000);

const refusedByVrs = (refusal: string) => ({ kind: 'refused-by-vrs', refusal });

describe('somebody with a card, a PIN and the app', () => {
  it('gets the certificate for use at home, and it is the one of this card', async () => {
    const issued = (await world.use({ person: 'ichiyo' }))._unsafeUnwrap();
    expect(issued).toMatchObject({ facts: { kind: 'domestic', holder: { name: '見本\u3000一葉' } }, vdsNc: null });
    expect(issued.facts.doses.length).toBeGreaterThan(0);
  });

  it('gets the one for use abroad where a passport is registered', async () => {
    const issued = (await world.use({ person: 'passport', kind: 'overseas' }))._unsafeUnwrap();
    expect(issued.facts.holder.passport?.passportNumber).toMatch(/^[A-Z0-9]+$/);
    expect(issued.vdsNc).not.toBeNull();
  });

  it('is asked for a passport where none is registered, and its chip gives one', async () => {
    expect((await world.use({ person: 'no-passport', kind: 'overseas' }))._unsafeUnwrapErr()).toEqual(
      refusedByVrs('PASSPORT_NOT_REGISTERED'),
    );
    const passport = passportFor(world);
    const issued = (await world.use({ person: 'no-passport', kind: 'overseas', passport }))._unsafeUnwrap();
    expect(issued.facts.holder.passport?.passportNumber).toBe('ZZ0000009');
  });

  it('gets nothing with a passport of somebody else, or of a state that nobody knows', async () => {
    const somebodyElses = passportFor(world, { holder: { birthDate: '870606' } });
    const notOurs = await world.use({ person: 'no-passport', kind: 'overseas', passport: somebodyElses });
    expect(notOurs._unsafeUnwrapErr()).toEqual(refusedByVrs('PASSPORT_NOT_GENUINE'));
    const passport = passportFor(world, { state: foundState('UT') });
    const unknown = await world.use({ person: 'no-passport', kind: 'overseas', passport });
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
    expect((await world.use({ person, ...more }))._unsafeUnwrapErr()).toEqual(refusedByVrs(refusal));
  });

  it('a card that says another name than its issuer signed', async () => {
    const own = findSyntheticPerson('ichiyo');
    const other = findSyntheticPerson('teppei');
    if (own === undefined || other === undefined) throw new Error('two synthetic people are needed');
    const files = new Map([[2, syntheticFilesOf(other).get(2) ?? new Uint8Array()]]);
    expect((await world.use({ person: 'ichiyo', card: { files } }))._unsafeUnwrapErr()).toEqual(
      refusedByVrs('CARD_NOT_GENUINE'),
    );
  });

  it('a wrong PIN costs one try and nothing is sent; a locked card is asked for none', async () => {
    const before = world.log().filter((line) => line.includes('application')).length;
    expect((await world.use({ person: 'ichiyo', pin: '9998' }))._unsafeUnwrapErr()).toEqual({
      kind: 'pin-wrong',
      triesLeft: 2,
    });
    expect((await world.use({ person: 'ichiyo', card: { pinTries: 0 } }))._unsafeUnwrapErr()).toEqual({
      kind: 'pin-locked',
    });
    expect(world.log().filter((line) => line.includes('application')).length).toBe(before);
  });
});

describe('what is left behind', () => {
  it('the gateway’s log has nothing of anybody, and no visit', async () => {
    await world.use({ person: 'ichiyo' });
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
    const fields = new Set(world.log().flatMap((line) => Object.keys(JSON.parse(line))));
    expect([...fields].sort()).toEqual(['at', 'event', 'level', 'port', 'waitedMs', 'what']);
  });

  it('VRS has recorded that these certificates were issued through the app', async () => {
    const issued = (await world.use({ person: 'four-doses' }))._unsafeUnwrap();
    await world.gateway.stop();
    await world.vrs.stop();
    const database = new PGlite(world.storeDirectory);
    try {
      const { rows } = await database.query('select certificate_id, through from certificates');
      expect(rows).toContainEqual({ certificate_id: issued.facts.certificateId, through: 'app' });
      expect(rows.filter((row) => JSON.stringify(row).includes('kiosk'))).toEqual([]);
    } finally {
      await database.close();
    }
  });
});
