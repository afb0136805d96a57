import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../apdu/hex.ts';
import { tripleDesSuite } from '../messaging/protection-suite.ts';
import { SecureMessaging } from '../messaging/secure-messaging.ts';
import { encryptTripleDes, retailMac } from '../messaging/triple-des.ts';
import { scriptedConnection } from '../virtual/scripted-connection.ts';
import { openWithBasicAccess } from './basic-access-control.ts';
import { ChipChannel } from './chip-channel.ts';
import { deriveKey, deriveSessionKeys, passwordOf } from './key-derivation.ts';
import { selectFile } from './read-file.ts';

/** The worked example of Doc 9303-11, appendix D: a specimen, nobody's passport. */
const INFORMATION = new Uint8Array(Buffer.from('L898902C<369080619406236', 'latin1'));
const OUR_NONCE = '781723860C06C226';
const OUR_KEY = '0B795240CB7049B01C19B33E32804F0B';
const CRYPTOGRAM = '72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2';
const CHIP_PROOF = '46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178534F2F2D235D074D7449';
const GET_CHALLENGE = ['0084000008', '4608F919887022129000'] as const;
const AUTHENTICATE = `0082000028${CRYPTOGRAM}5F1448EEA8AD90A728`;

function exampleRandom() {
  const values = [OUR_NONCE, OUR_KEY];
  return () => fromHex(values.shift() ?? '');
}

const open = (answer: string) => {
  const connection = scriptedConnection([GET_CHALLENGE, [AUTHENTICATE, answer]]);
  return openWithBasicAccess(new ChipChannel(connection), passwordOf(INFORMATION).subarray(0, 16), exampleRandom());
};

describe('BAC keys (Doc 9303-11, D.2 and D.3)', () => {
  it('derive from the MRZ', () => {
    const seed = passwordOf(INFORMATION).subarray(0, 16);
    expect(toHex(seed)).toBe('239AB9CB282DAF66231DC5A4DF6BFBAE');
    expect(toHex(deriveKey(seed, 'encryption', 'triple-des'))).toBe('AB94FDECF2674FDFB9B391F85D7F76F2');
    expect(toHex(deriveKey(seed, 'authentication', 'triple-des'))).toBe('7962D9ECE03D1ACD4C76089DCE131543');
  });

  it('of the session derive from both halves', () => {
    const keys = deriveSessionKeys(fromHex('0036D272F5C350ACAC50C3F572D23600'), 'triple-des');
    expect(toHex(keys.encryption)).toBe('979EC13B1CBFE9DCD01AB0FED307EAE5');
    expect(toHex(keys.authentication)).toBe('F1CB1F1FB5ADF208806B89DC579DC1F8');
  });
});

describe('secure messaging of the worked example (Doc 9303-11, D.4)', () => {
  const script = [
    GET_CHALLENGE,
    [AUTHENTICATE, `${CHIP_PROOF}9000`],
    ['0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800', '990290008E08FA855A5D4C50A8ED9000'],
    ['0CB000000D9701048E08ED6705417E96BA5500', '8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000'],
    [
      '0CB000040D9701128E082EA28A70F3C7B53500',
      '871901FB9235F4E4037F2327DCC8964F1F9B8C30F42C8E2FFF224A990290008E08C8B2787EAEA07D749000',
    ],
  ] as const;

  it('replays byte for byte: authenticate, SELECT EF.COM, READ BINARY twice', async () => {
    const connection = scriptedConnection(script);
    const channel = new ChipChannel(connection);
    const session = await openWithBasicAccess(channel, passwordOf(INFORMATION).subarray(0, 16), exampleRandom());
    channel.protectWith(session._unsafeUnwrap());
    const selected = await channel.send('select EF.COM', selectFile(0x011e));
    expect(selected._unsafeUnwrap()).toEqual({ data: new Uint8Array(0), statusWord: 0x9000 });
    const head = await channel.send('read EF.COM', { cla: 0, ins: 0xb0, p1: 0, p2: 0, expectedLength: 4 });
    expect(toHex(head._unsafeUnwrap().data)).toBe('60145F01');
    const rest = await channel.send('read EF.COM', { cla: 0, ins: 0xb0, p1: 0, p2: 4, expectedLength: 18 });
    expect(toHex(rest._unsafeUnwrap().data)).toBe('04303130365F36063034303030305C026175');
    expect(connection.remaining()).toBe(0);
    expect(channel.apduCount).toBe(5);
  });

  it('no answer with a changed byte is opened', () => {
    const protectedAnswer = fromHex('8709019FF0EC34F9922651990290008E08AD55CC17140B2DED');
    const openAnswer = (data: Uint8Array) => {
      const keys = deriveSessionKeys(fromHex('0036D272F5C350ACAC50C3F572D23600'), 'triple-des');
      // The counter of the example before the second command.
      const session = new SecureMessaging(tripleDesSuite(keys), fromHex('887022120C06C228'));
      session.protect({ cla: 0, ins: 0xb0, p1: 0, p2: 0, expectedLength: 4 });
      return session.unprotect({ data, statusWord: 0x9000 });
    };
    expect(toHex(openAnswer(protectedAnswer)._unsafeUnwrap().data)).toBe('60145F01');
    for (const [index, byte] of protectedAnswer.entries()) {
      for (let bit = 0; bit < 8; bit++) {
        const changed = protectedAnswer.slice();
        changed[index] = byte ^ (1 << bit);
        expect(openAnswer(changed)._unsafeUnwrapErr()).toEqual({ kind: 'broken' });
      }
      expect(openAnswer(protectedAnswer.slice(0, index)).isErr()).toBe(true);
    }
    expect(openAnswer(fromHex(`${toHex(protectedAnswer)}00`)).isErr()).toBe(true);
  });
});

describe('a session that was broken', () => {
  it('is the end: the same failure again, and nothing more is sent', async () => {
    const broken = [
      '0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800',
      '990290008E08FA855A5D4C50A8EC9000',
    ] as const;
    const connection = scriptedConnection([
      GET_CHALLENGE,
      [AUTHENTICATE, `${CHIP_PROOF}9000`],
      broken,
      ['0CB0', '9000'],
    ]);
    const channel = new ChipChannel(connection);
    const session = await openWithBasicAccess(channel, passwordOf(INFORMATION).subarray(0, 16), exampleRandom());
    channel.protectWith(session._unsafeUnwrap());
    for (const attempt of [1, 2]) {
      const refused = await channel.send('select EF.COM', selectFile(0x011e));
      expect([attempt, refused._unsafeUnwrapErr()]).toEqual([
        attempt,
        { kind: 'channel-broken', step: 'select EF.COM' },
      ]);
    }
    expect(connection.remaining()).toBe(1);
  });
});

describe('the chip that is asked', () => {
  it.each(['6300', '6982', '6988', '63C2'])('answers %s: it does not open for this MRZ', async (answer) => {
    expect((await open(answer))._unsafeUnwrapErr()).toEqual({ kind: 'access-denied' });
  });

  it.each(['6700', '6F00', '6A80'])('answers %s: that is told as it is', async (answer) => {
    expect((await open(answer))._unsafeUnwrapErr()).toMatchObject({
      kind: 'unexpected-status',
      step: 'authenticate (BAC)',
    });
  });

  it('must prove itself with every bit', async () => {
    expect((await open(`${CHIP_PROOF}9000`)).isOk()).toBe(true);
    for (let bit = 0; bit < 320; bit++) {
      const proof = fromHex(CHIP_PROOF);
      proof[bit >> 3] = (proof[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
      expect((await open(`${toHex(proof)}9000`))._unsafeUnwrapErr()).toEqual({ kind: 'chip-unproven' });
    }
    for (const length of [0, 1, 32, 39])
      expect((await open(`${CHIP_PROOF.slice(0, length * 2)}9000`))._unsafeUnwrapErr()).toEqual({
        kind: 'chip-unproven',
      });
  });

  it('must answer the nonces of this very conversation, in their places', async () => {
    const keys = deriveSessionKeys(passwordOf(INFORMATION).subarray(0, 16), 'triple-des');
    const prove = (...parts: string[]) => {
      const cryptogram = encryptTripleDes(keys.encryption, fromHex(parts.join('')));
      return open(`${toHex(cryptogram)}${toHex(retailMac(keys.authentication, cryptogram))}9000`);
    };
    const [chipNonce, chipKey] = ['4608F91988702212', '0B4F80323EB3191CB04970CB4052790B'];
    expect((await prove(chipNonce, OUR_NONCE, chipKey)).isOk()).toBe(true);
    for (const [first, second] of [
      [OUR_NONCE, chipNonce],
      [chipNonce, chipNonce],
      [chipNonce, '0000000000000000'],
      ['0000000000000000', OUR_NONCE],
    ] as const)
      expect((await prove(first, second, chipKey))._unsafeUnwrapErr()).toEqual({ kind: 'chip-unproven' });
  });

  it('must give a challenge of eight bytes', async () => {
    for (const answer of ['9000', '4608F919887022129000'.slice(2), '6700', '6985']) {
      const channel = new ChipChannel(scriptedConnection([['0084000008', answer]]));
      expect((await openWithBasicAccess(channel, new Uint8Array(16))).isErr()).toBe(true);
    }
  });
});
