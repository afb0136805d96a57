import { describe, expect, it, vi } from 'vitest';
import { concatBytes, fromHex, toHex } from '../apdu/hex.ts';
import { buildOtherCard, buildSyntheticCard, syntheticPeople } from '../virtual/index.ts';
import { layCard } from '../virtual/laid-card.ts';
import type { VirtualCard } from '../virtual/virtual-card.ts';
import { verifyPassport, wipePassport } from './index.ts';
import { PASSPORT_DELAYS, readPassport } from './read-passport.ts';
import { readLaid, TEST_NOW } from './virtual/laid-passport.ts';
import {
  buildSyntheticPassport,
  type PassportFault,
  type SyntheticPassportOptions,
} from './virtual/synthetic-passport.ts';
import { foundState } from './virtual/synthetic-state.ts';

const utopia = foundState('UT');
const build = (options: SyntheticPassportOptions = {}) => buildSyntheticPassport({ state: utopia, ...options });

/** EF.CardAccess with one offer: PACE-ECDH-GM-AES-CBC-CMAC-128, -192 or -256 (2, 3, 4) over a standardized curve. */
const offering = (cipher: number, curve: number) =>
  concatBytes(
    fromHex('31143012060A04007F000702020402'),
    Uint8Array.of(cipher),
    fromHex('0201020201'),
    Uint8Array.of(curve),
  );

describe('a passport on the reader', () => {
  it.each([
    ['bac', 18],
    ['pace', 23],
    ['both', 23],
  ] as const)('is read through %s in %i commands', async (access, commandCount) => {
    const passport = build({ access });
    const { result, commands } = await readLaid(passport);
    const data = result._unsafeUnwrap();
    expect(data).toMatchObject({
      documentNumber: 'ZZ0000000',
      nationality: 'UTO',
      issuingState: 'UTO',
      primaryIdentifier: 'MIHON',
      secondaryIdentifier: 'ICHIYO',
      birthDate: '19870605',
      expiryDate: '20310101',
      sex: 'F',
    });
    expect(toHex(data.dg1)).toBe(toHex(passport.dg1));
    expect(toHex(data.sod)).toBe(toHex(passport.sod));
    expect(commands.length).toBe(commandCount);
    // Nothing of the files goes over the air in the clear.
    expect(commands.filter((command) => command.startsWith('00B0')).length).toBe(access === 'bac' ? 0 : 2);
  });

  it.each([2, 3, 4].flatMap((cipher) => [12, 13, 15, 16].map((curve) => [cipher, curve] as const)))(
    'opens by PACE with cipher %i on curve %i',
    async (cipher, curve) => {
      const { result } = await readLaid(build({ access: 'pace', cardAccess: offering(cipher, curve) }));
      expect(result.isOk()).toBe(true);
    },
  );

  it('with PACE of kinds that we do not know opens by BAC', async () => {
    const integratedMapping = fromHex('31143012060A04007F0007020204040202010202010D');
    const both = buildSyntheticPassport({ state: utopia, access: 'both', cardAccess: integratedMapping });
    expect((await readLaid(both)).result.isOk()).toBe(true);
  });

  it.each(['ecdsa-p256', 'ecdsa-brainpool-p384', 'rsa-pkcs1', 'rsa-pss'] as const)('signed by %s', async (scheme) => {
    const { result } = await readLaid(build({ signerScheme: scheme }));
    expect(result.isOk()).toBe(true);
  });

  it.each([1, 3, 16, 100])('that gives at most %i bytes at once is read all the same', async (largestBlock) => {
    expect((await readLaid(build({ largestBlock }))).result.isOk()).toBe(true);
  });

  it('verifies again in the record system from its two files, and not after wiping', async () => {
    const passport = build();
    const data = (await readLaid(passport)).result._unsafeUnwrap();
    const again = () => verifyPassport({ dg1: data.dg1, sod: data.sod, anchors: passport.anchors, now: TEST_NOW });
    expect(again()._unsafeUnwrap()).toEqual(data);
    wipePassport(data);
    expect([...data.dg1, ...data.sod].every((value) => value === 0)).toBe(true);
    expect(again().isErr()).toBe(true);
  });

  it('whose holder is a hundred years old is read a century late, as the zone cannot tell', async () => {
    const { result } = await readLaid(build({ holder: { birthDate: '260615' } }));
    expect(result._unsafeUnwrap().birthDate).toBe('20260615');
  });
});

describe('a passport with something wrong', () => {
  it.each<[PassportFault, object]>([
    [{ kind: 'chip-of-another-zone' }, { kind: 'access-denied' }],
    [{ kind: 'dg1-of-another-zone' }, { kind: 'mrz-differs' }],
    [{ kind: 'dg1-altered' }, { kind: 'data-altered' }],
    [{ kind: 'sod-altered', bitFromEnd: 3 }, { kind: 'signature-forged' }],
    [{ kind: 'foreign-csca', sameName: false }, { kind: 'issuer-unknown' }],
    [{ kind: 'foreign-csca', sameName: true }, { kind: 'issuer-unknown' }],
    [{ kind: 'signer-expired' }, { kind: 'signer-expired' }],
    [{ kind: 'signer-not-yet-valid' }, { kind: 'signer-not-yet-valid' }],
  ])('$kind', async (fault, error) => {
    for (const access of ['bac', 'pace'] as const) {
      const { result } = await readLaid(build({ access, faults: [fault] }));
      expect(result._unsafeUnwrapErr()).toEqual(error);
    }
  });

  it('a zone that PACE refuses is not tried by BAC', async () => {
    const { result, commands } = await readLaid(build({ access: 'both', faults: [{ kind: 'chip-of-another-zone' }] }));
    expect(result._unsafeUnwrapErr()).toEqual({ kind: 'access-denied' });
    expect(commands.filter((command) => command.startsWith('0084'))).toEqual([]);
  });

  it('that has expired', async () => {
    const passport = build({ holder: { expiryDate: '260614' } });
    expect((await readLaid(passport)).result._unsafeUnwrapErr()).toEqual({ kind: 'passport-expired' });
    const before = { now: new Date('2026-06-14T14:59:59Z') };
    expect((await readLaid(build({ holder: { expiryDate: '260614' } }), before)).result.isOk()).toBe(true);
  });

  it('whose printed name is another than the one in the chip', async () => {
    const passport = build();
    const printed = build({ holder: { secondaryIdentifier: 'JUNJI' } }).zone;
    expect((await readLaid(passport, { zone: printed })).result._unsafeUnwrapErr()).toEqual({ kind: 'mrz-differs' });
  });
});

describe('something else on the reader', () => {
  const [person] = syntheticPeople();
  const others: [string, () => VirtualCard][] = [
    ['a transit card', () => buildOtherCard('transit-card')],
    ['a telephone', () => buildOtherCard('iphone')],
    ['a card of another class', () => buildOtherCard('unknown-class')],
    ['an individual-number card', () => buildSyntheticCard(person ?? raise())],
  ];
  it.each(others)('%s is no passport', async (_name, make) => {
    const { connection } = await layCard(make());
    const { zone, anchors } = build();
    const signal = new AbortController().signal;
    const result = await readPassport({ connection, mrz: zone, anchors, now: TEST_NOW, signal });
    expect(result._unsafeUnwrapErr()).toEqual({ kind: 'wrong-document' });
  });
});

describe('the caller', () => {
  it('can break the reading off', async () => {
    const controller = new AbortController();
    const passport = build({ faults: [{ kind: 'at-command', at: 6, fault: { kind: 'silent' } }] });
    setTimeout(() => controller.abort(), 20);
    const { result } = await readLaid(passport, { signal: controller.signal, timeoutMs: 10_000 });
    expect(result._unsafeUnwrapErr()).toEqual({ kind: 'aborted' });
  });

  it('is told when the whole takes too long', async () => {
    const limit = new AbortController();
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(limit.signal);
    const passport = build({ faults: [{ kind: 'at-command', at: 8, fault: { kind: 'silent' } }] });
    setTimeout(() => limit.abort(), 20);
    const { result } = await readLaid(passport, { timeoutMs: 10_000 });
    expect(result._unsafeUnwrapErr()).toEqual({ kind: 'reading-too-slow' });
    expect(timeout).toHaveBeenCalledWith(PASSPORT_DELAYS.readingTimeoutMs);
    timeout.mockRestore();
  });

  it('that has broken off before sends nothing', async () => {
    const { result, card } = await readLaid(build(), { signal: AbortSignal.abort() });
    expect(result._unsafeUnwrapErr()).toEqual({ kind: 'aborted' });
    expect(card.commandCount).toBe(0);
  });
});

function raise(): never {
  throw new Error('nobody there');
}
