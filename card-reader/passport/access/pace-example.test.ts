import { createECDH } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../apdu/hex.ts';
import { decryptAes } from '../messaging/aes.ts';
import { scriptedConnection } from '../virtual/scripted-connection.ts';
import { choosePace } from './card-access.ts';
import { ChipChannel } from './chip-channel.ts';
import {
  addPoints,
  decodePoint,
  encodePoint,
  mapGenerator,
  multiplyGenerator,
  multiplyPoint,
  randomScalar,
  sharedSecret,
} from './curve-points.ts';
import { CURVES, type Curve, curveOf } from './domain-parameters.ts';
import { deriveKey, passwordOf } from './key-derivation.ts';
import { openWithPace } from './password-authenticated-connection.ts';

/** The worked example of Doc 9303-11, appendix G.1: ECDH, generic mapping, brainpoolP256r1, AES-128. */
const CARD_ACCESS = '31143012060A04007F0007020204020202010202010D';
const INFORMATION = new Uint8Array(Buffer.from('T22000129364081251010318', 'latin1'));
const NONCE = '95A3A016522EE98D01E76CB6B98B42C3';
const SECRETS = {
  mapping: '7F4EF07B9EA82FD78AD689B38D0BC78CF21F249D953BC46F4C6E19259C010F99',
  agreement: 'A73FB703AC1436A18E0CFA5ABB3F7BEC7A070E7A6788486BEE230C4A22762595',
};
const POINTS = {
  ourMapping:
    '047ACF3EFC982EC45565A4B155129EFBC74650DCBFA6362D896FC70262E0C2CC5E544552DCB6725218799115B55C9BAA6D9F6BC3A9618E70C25AF71777A9C4922D',
  chipMapping:
    '04824FBA91C9CBE26BEF53A0EBE7342A3BF178CEA9F45DE0B70AA601651FBA3F5730D8C879AAA9C9F73991E61B58F4D52EB87A0A0C709A49DC63719363CCD13C54',
  shared:
    '0460332EF2450B5D247EF6D3868397D398852ED6E8CAF6FFEEF6BF85CA57057FD50840CA7415BAF3E43BD414D35AA4608B93A2CAF3A4E3EA4E82C9C13D03EB7181',
  generator:
    '048CED63C91426D4F0EB1435E7CB1D74A46723A0AF21C89634F65A9AE87A9265E28C879506743F8611AC33645C5B985C80B5F09A0B83407C1B6A4D857AE76FE522',
  ourAgreement:
    '042DB7A64C0355044EC9DF190514C625CBA2CEA48754887122F3A5EF0D5EDD301C3556F3B3B186DF10B857B58F6A7EB80F20BA5DC7BE1D43D9BF850149FBB36462',
  chipAgreement:
    '049E880F842905B8B3181F7AF7CAA9F0EFB743847F44A306D2D28C1D9EC65DF6DB7764B22277A2EDDC3C265A9F018F9CB852E111B768B326904B59A0193776F094',
};
const SHARED_SECRET = '28768D20701247DAE81804C9E780EDE582A9996DB4A315020B2733197DB84925';
const CHIP_TOKEN = '7C0A86083ABB9674BCE93C08';

const CHOOSE = ['0022C1A40F800A04007F00070202040202830101', '9000'] as const;
const ASK_NONCE = ['10860000027C0000', `7C128010${NONCE}9000`] as const;
const MAP = [`10860000457C438141${POINTS.ourMapping}00`, `7C438241${POINTS.chipMapping}9000`] as const;
const AGREE = [`10860000457C438341${POINTS.ourAgreement}00`, `7C438441${POINTS.chipAgreement}9000`] as const;
const PROVE = ['008600000C7C0A8508C2B0BD78D94BA86600', `${CHIP_TOKEN}9000`] as const;

const brainpool = curve(13);

function curve(parameterId: number): Curve {
  const found = curveOf(parameterId);
  if (found === undefined) throw new Error('no such curve');
  return found;
}

function point(hex: string) {
  const decoded = decodePoint(brainpool, fromHex(hex));
  if (decoded === undefined) throw new Error('no such point');
  return decoded;
}

function run(script: readonly (readonly [string, string])[]) {
  const offer = choosePace(fromHex(CARD_ACCESS))._unsafeUnwrap();
  if (offer === undefined) throw new Error('no offer');
  const secrets = [SECRETS.mapping, SECRETS.agreement];
  const connection = scriptedConnection(script);
  const channel = new ChipChannel(connection);
  const opened = openWithPace(channel, passwordOf(INFORMATION), offer, () => fromHex(secrets.shift() ?? ''));
  return { opened, channel, connection };
}

describe('PACE of the worked example (Doc 9303-11, G.1)', () => {
  it('password, key and nonce', () => {
    const password = passwordOf(INFORMATION);
    expect(toHex(password)).toBe('7E2D2A41C74EA0B38CD36F863939BFA8E9032AAD');
    const key = deriveKey(password, 'password', 'aes-128');
    expect(toHex(key)).toBe('89DED1B26624EC1E634C1989302849DD');
    expect(toHex(decryptAes(key, fromHex(NONCE)))).toBe('3F00C4D39D153F2B2A214A078D899B22');
  });

  it('mapping and key agreement, every intermediate point', () => {
    const mapping = fromHex(SECRETS.mapping);
    const agreement = fromHex(SECRETS.agreement);
    expect(toHex(encodePoint(brainpool, multiplyGenerator(brainpool, mapping)))).toBe(POINTS.ourMapping);
    const shared = multiplyPoint(brainpool, mapping, point(POINTS.chipMapping));
    expect(toHex(encodePoint(brainpool, shared))).toBe(POINTS.shared);
    const generator = mapGenerator(brainpool, fromHex('3F00C4D39D153F2B2A214A078D899B22'), shared);
    if (generator === undefined) throw new Error('no generator');
    expect(toHex(encodePoint(brainpool, generator))).toBe(POINTS.generator);
    expect(toHex(encodePoint(brainpool, multiplyPoint(brainpool, agreement, generator)))).toBe(POINTS.ourAgreement);
    expect(toHex(sharedSecret(brainpool, agreement, point(POINTS.chipAgreement)))).toBe(SHARED_SECRET);
  });

  it('replays byte for byte, and protects the next command', async () => {
    // The protected SELECT was computed by an independent implementation from the example's session keys.
    const selectApplication = [
      '0CA4040C1D871101752F676B09FAC86A87D632749A49C7CC8E08C18BA1FCE707BD9F00',
      '990290008E08BEA7B381C494A0799000',
    ] as const;
    const { opened, channel, connection } = run([CHOOSE, ASK_NONCE, MAP, AGREE, PROVE, selectApplication]);
    channel.protectWith((await opened)._unsafeUnwrap());
    const selected = await channel.send('select passport application', {
      cla: 0,
      ins: 0xa4,
      p1: 4,
      p2: 0x0c,
      data: fromHex('A0000002471001'),
    });
    expect(selected._unsafeUnwrap().statusWord).toBe(0x9000);
    expect(connection.remaining()).toBe(0);
  });

  it('no other token is believed, and a refusal is told', async () => {
    for (let bit = 0; bit < 96; bit++) {
      const token = fromHex(CHIP_TOKEN);
      token[bit >> 3] = (token[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
      const { opened } = run([CHOOSE, ASK_NONCE, MAP, AGREE, [PROVE[0], `${toHex(token)}9000`]]);
      expect((await opened)._unsafeUnwrapErr().kind).toMatch(/^(chip-unproven|answer-malformed)$/);
    }
    const refused = await run([CHOOSE, ASK_NONCE, MAP, AGREE, [PROVE[0], '6300']]).opened;
    expect(refused._unsafeUnwrapErr()).toEqual({ kind: 'access-denied' });
  });

  it.each([
    ['our own mapping point sent back', MAP, `7C438241${POINTS.ourMapping}9000`],
    ['a point beside the curve', MAP, `7C438241${POINTS.chipMapping.slice(0, -2)}559000`],
    ['a compressed point', MAP, `7C238221${POINTS.chipMapping.replace(/^04/, '02').slice(0, 66)}9000`],
    ['the point at infinity', MAP, '7C038201009000'],
    ['another tag', MAP, `7C438441${POINTS.chipMapping}9000`],
    ['a second object', ASK_NONCE, `7C148010${NONCE}87009000`],
    ['a nonce that is too short', ASK_NONCE, `7C0A8008${NONCE.slice(0, 16)}9000`],
    ['nothing', ASK_NONCE, '9000'],
  ])('refuses %s', async (_name, [command], answer) => {
    const known = [CHOOSE, ASK_NONCE, MAP];
    const before = known.slice(
      0,
      known.findIndex(([sent]) => sent === command),
    );
    const after = command === ASK_NONCE[0] ? [MAP] : [];
    const { opened } = run([...before, [command, answer], ...after]);
    expect((await opened)._unsafeUnwrapErr()).toEqual({ kind: 'answer-malformed' });
  });

  it.each([0, 1, 2, 3])('tells the status of step %i', async (failing) => {
    const script = [CHOOSE, ASK_NONCE, MAP, AGREE].map(([command, answer], index) => {
      return [command, index === failing ? '6A80' : answer] as const;
    });
    expect((await run(script).opened)._unsafeUnwrapErr()).toMatchObject({
      kind: 'unexpected-status',
      statusWord: 0x6a80,
    });
  });
});

describe('the offers of EF.CardAccess', () => {
  const aes = (oid: string, parameter: string) => `3012060A04007F000702020402${oid}020102${`02${parameter}`}`;
  const set = (...infos: string[]) => `31${(infos.join('').length / 2).toString(16).padStart(2, '0')}${infos.join('')}`;

  it('names the first that we support', () => {
    const offer = choosePace(fromHex(set(aes('04', '0112'), aes('04', '0110'))))._unsafeUnwrap();
    expect(offer).toMatchObject({ cipher: 'aes-256', ambiguous: true });
    expect(offer?.curve.name).toBe('brainpoolP384r1');
  });

  it.each([
    ['triple DES', set(aes('01', '010D'))],
    ['a curve we do not have', set(aes('02', '0108'))],
    ['another version', CARD_ACCESS.replace('020102', '020101')],
    ['integrated mapping', CARD_ACCESS.replace('0402020201', '0404020201')],
    ['nothing', '3100'],
  ])('offers nothing to us with %s', (_name, hex) => {
    expect(choosePace(fromHex(hex))._unsafeUnwrap()).toBeUndefined();
  });

  it('is malformed in every truncation', () => {
    const whole = fromHex(CARD_ACCESS);
    for (let length = 0; length < whole.length; length++)
      expect(choosePace(whole.subarray(0, length)).isErr()).toBe(true);
  });
});

describe.each(CURVES)('$name', (tested) => {
  const number = (value: bigint) => fromHex(value.toString(16).padStart(tested.coordinateLength * 2, '0'));
  const one = number(1n);

  it('has the constants that OpenSSL has', () => {
    const generator = multiplyGenerator(tested, one);
    const negative = multiplyGenerator(tested, number(tested.order - 1n));
    expect(negative).toEqual({ x: generator.x, y: tested.prime - generator.y });
    expect(() => createECDH(tested.name).setPrivateKey(number(tested.order))).toThrow();
    expect(addPoints(tested, generator, negative)).toBeUndefined();
    expect(addPoints(tested, generator, generator)).toEqual(multiplyGenerator(tested, number(2n)));
  });

  it('multiplies other points as OpenSSL multiplies the generator', () => {
    const order = tested.order;
    const scalar = fc.bigInt({ min: 1n, max: order - 2n });
    fc.assert(
      fc.property(scalar, scalar, (first, second) => {
        const product = (first * second) % order;
        const base = multiplyGenerator(tested, number(first));
        const expected = multiplyGenerator(tested, number(product));
        expect(multiplyPoint(tested, number(second), base)).toEqual(expected);
        const sum = (first + product) % order;
        if (sum !== 0n) expect(addPoints(tested, base, expected)).toEqual(multiplyGenerator(tested, number(sum)));
      }),
      {
        seed: 5_639,
        numRuns: 25,
        examples: [
          [1n, 1n],
          [1n, order - 2n],
          [2n, order - 2n],
          [order - 2n, 1n],
        ],
      },
    );
  });

  it('draws scalars within its range', () => {
    for (let count = 0; count < 20; count++) {
      const drawn = BigInt(`0x${toHex(randomScalar(tested))}`);
      expect(drawn >= 1n && drawn <= tested.order - 2n).toBe(true);
    }
    expect(() => multiplyPoint(tested, number(0n), multiplyGenerator(tested, one))).toThrow(RangeError);
    expect(() => multiplyPoint(tested, number(tested.order - 1n), multiplyGenerator(tested, one))).toThrow(RangeError);
  });
});
