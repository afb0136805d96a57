import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeCommand, parseCommand } from '../../apdu/command.ts';
import { concatBytes, fromHex, toHex } from '../../apdu/hex.ts';
import { parseResponse } from '../../apdu/response.ts';
import { encodeTlv } from '../../apdu/tlv.ts';
import { deriveSessionKeys } from '../access/key-derivation.ts';
import { ChipMessaging } from '../virtual/chip-messaging.ts';
import { aesSuite, type ProtectionSuite, tripleDesSuite } from './protection-suite.ts';
import { SecureMessaging } from './secure-messaging.ts';
import { SendSequenceCounter } from './send-sequence-counter.ts';

const SUITES: Record<string, () => ProtectionSuite> = {
  'triple DES': () => tripleDesSuite(deriveSessionKeys(fromHex('AA'), 'triple-des')),
  'AES-128': () => aesSuite(deriveSessionKeys(fromHex('BB'), 'aes-128')),
  'AES-192': () => aesSuite(deriveSessionKeys(fromHex('CC'), 'aes-192')),
  'AES-256': () => aesSuite(deriveSessionKeys(fromHex('DD'), 'aes-256')),
};

const bothEnds = (name: string) => {
  const suite = SUITES[name] ?? SUITES['AES-128'];
  if (suite === undefined) throw new Error('no suite');
  const start = new Uint8Array(suite().blockLength).fill(0xff);
  return { terminal: new SecureMessaging(suite(), start), chip: new ChipMessaging(suite(), start) };
};

const exchange = fc.record({
  ins: fc.constantFrom(0xa4, 0xb0),
  p1: fc.nat({ max: 0xff }),
  p2: fc.nat({ max: 0xff }),
  data: fc.option(fc.uint8Array({ minLength: 1, maxLength: 200 }), { nil: undefined }),
  expectedLength: fc.integer({ min: 1, max: 256 }),
  answer: fc.uint8Array({ maxLength: 223 }),
  statusWord: fc.constantFrom(0x9000, 0x6282, 0x6a82),
});

describe.each(Object.keys(SUITES))('%s', (name) => {
  it('carries any conversation both ways in short APDUs', () => {
    fc.assert(
      fc.property(fc.array(exchange, { minLength: 1, maxLength: 5 }), (conversation) => {
        const { terminal, chip } = bothEnds(name);
        for (const { answer, statusWord, data, ...header } of conversation) {
          const command = { cla: 0x00, ...header, ...(data === undefined ? {} : { data }) };
          const sent = parseCommand(encodeCommand(terminal.protect(command)))._unsafeUnwrap();
          expect(chip.open(sent)).toEqual(command);
          const sealed = chip.seal({ statusWord, data: answer });
          expect(sealed.length).toBeLessThanOrEqual(258);
          const opened = terminal.unprotect(parseResponse(sealed)._unsafeUnwrap())._unsafeUnwrap();
          expect([toHex(opened.data), opened.statusWord]).toEqual([toHex(answer), statusWord]);
        }
      }),
      { seed: 7_816, numRuns: 80 },
    );
  });

  it('opens no answer that was changed, cut, repeated, or meant for another command', () => {
    fc.assert(
      fc.property(exchange, fc.nat(), fc.constantFrom('bit', 'cut', 'repeat', 'status'), (one, where, change) => {
        const { terminal, chip } = bothEnds(name);
        const { answer, statusWord, ins, p1, p2, expectedLength } = one;
        const ask = () =>
          chip.open(
            parseCommand(encodeCommand(terminal.protect({ cla: 0, ins, p1, p2, expectedLength })))._unsafeUnwrap(),
          );
        ask();
        const sealed = chip.seal({ statusWord, data: answer });
        const { data } = parseResponse(sealed)._unsafeUnwrap();
        if (change === 'repeat') {
          terminal.unprotect({ data, statusWord });
          ask();
        }
        const changed = data.slice(0, change === 'cut' ? where % data.length : data.length);
        if (change === 'bit')
          changed[(where >> 3) % data.length] = (changed[(where >> 3) % data.length] ?? 0) ^ (1 << (where & 7));
        const told = change === 'status' ? statusWord ^ 0x0001 : statusWord;
        expect(terminal.unprotect({ data: changed, statusWord: told }).isErr()).toBe(true);
      }),
      { seed: 7_817, numRuns: 300 },
    );
  });

  it('a chip opens no command that was changed', () => {
    fc.assert(
      fc.property(exchange, fc.nat(), (one, where) => {
        const { terminal, chip } = bothEnds(name);
        const { ins, p1, p2, expectedLength, data } = one;
        const bytes = encodeCommand(
          terminal.protect({ cla: 0, ins, p1, p2, expectedLength, ...(data === undefined ? {} : { data }) }),
        );
        // Header and data objects; neither the length byte nor the outer Le is under the MAC.
        const index = 1 + ((where >> 3) % (bytes.length - 2));
        if (index === 4) return;
        bytes[index] = (bytes[index] ?? 0) ^ (1 << (where & 7));
        const parsed = parseCommand(bytes);
        if (parsed.isOk()) expect(chip.open(parsed.value)).toBeUndefined();
      }),
      { seed: 7_818, numRuns: 300 },
    );
  });
});

describe('an answer', () => {
  const suite = () => SUITES['AES-128']?.() ?? tripleDesSuite(deriveSessionKeys(new Uint8Array(1), 'triple-des'));
  const counterAfterOneCommand = () => {
    const counter = new SendSequenceCounter(new Uint8Array(16));
    counter.next();
    return counter.next();
  };
  /** An answer with any objects under a right MAC: what only a chip with the keys could send. */
  const open = (objects: Uint8Array, statusWord = 0x9000) => {
    const terminal = new SecureMessaging(suite(), new Uint8Array(16));
    terminal.protect({ cla: 0, ins: 0xb0, p1: 0, p2: 0, expectedLength: 1 });
    const mac = suite().mac(concatBytes(counterAfterOneCommand(), objects));
    return terminal.unprotect({ data: concatBytes(objects, encodeTlv(0x8e, mac)), statusWord });
  };
  const done = fromHex('99029000');

  it('of one status word in the clear ends the session', () => {
    const terminal = new SecureMessaging(suite(), new Uint8Array(16));
    terminal.protect({ cla: 0, ins: 0xb0, p1: 0, p2: 0, expectedLength: 1 });
    const unprotected = terminal.unprotect({ data: new Uint8Array(0), statusWord: 0x9000 });
    expect(unprotected._unsafeUnwrapErr()).toEqual({ kind: 'unprotected', statusWord: 0x9000 });
  });

  it('needs its status object', () => {
    expect(open(done).isOk()).toBe(true);
    expect(open(new Uint8Array(0)).isErr()).toBe(true);
    expect(open(fromHex('990190')).isErr()).toBe(true);
    expect(open(done, 0x6282).isErr()).toBe(true);
  });

  it.each([
    ['a second status', concatBytes(fromHex('99029000'), fromHex('99029000'))],
    ['an unknown object', concatBytes(fromHex('97010A'), fromHex('99029000'))],
    ['plain data', concatBytes(fromHex('8103414243'), fromHex('99029000'))],
    ['data of odd commands', concatBytes(encodeTlv(0x85, new Uint8Array(16)), fromHex('99029000'))],
    ['another padding indicator', concatBytes(encodeTlv(0x87, fromHex(`02${'00'.repeat(16)}`)), fromHex('99029000'))],
    ['an empty cryptogram', concatBytes(fromHex('870101'), fromHex('99029000'))],
    ['a cryptogram of half a block', concatBytes(encodeTlv(0x87, fromHex(`01${'00'.repeat(8)}`)), fromHex('99029000'))],
    [
      'a cryptogram without padding',
      concatBytes(encodeTlv(0x87, fromHex(`01${'00'.repeat(16)}`)), fromHex('99029000')),
    ],
    ['objects in another order', concatBytes(fromHex('99029000'), encodeTlv(0x87, fromHex(`01${'00'.repeat(16)}`)))],
  ])('is refused with %s, although its MAC is right', (_name, objects) => {
    expect(open(objects)._unsafeUnwrapErr()).toEqual({ kind: 'broken' });
  });
});

describe('the counter', () => {
  it('goes on over every byte, and round', () => {
    const counter = new SendSequenceCounter(fromHex('00FFFFFE'));
    expect([1, 2, 3].map(() => toHex(counter.next()))).toEqual(['00FFFFFF', '01000000', '01000001']);
    expect(toHex(new SendSequenceCounter(fromHex('FFFF')).next())).toBe('0000');
  });

  it('must be a block, and commands of other classes are a bug', () => {
    expect(
      () => new SecureMessaging(tripleDesSuite(deriveSessionKeys(new Uint8Array(1), 'triple-des')), new Uint8Array(16)),
    ).toThrow(RangeError);
    const { terminal } = bothEnds('AES-128');
    expect(() => terminal.protect({ cla: 0x10, ins: 0x86, p1: 0, p2: 0, expectedLength: 1 })).toThrow();
    expect(() => terminal.protect({ cla: 0x00, ins: 0x86, p1: 0, p2: 0 })).toThrow();
  });

  it('and the keys are zeros after wiping', () => {
    const keys = deriveSessionKeys(fromHex('01'), 'aes-128');
    new SecureMessaging(aesSuite(keys), new Uint8Array(16)).wipe();
    expect([...keys.encryption, ...keys.authentication].every((byte) => byte === 0)).toBe(true);
  });
});
