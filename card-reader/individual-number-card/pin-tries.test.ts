import { describe, expect, it } from 'vitest';
import { openCardApplication } from '../index.ts';
import { anybody, layCard, openLaidCard, RIGHT_PIN, WRONG_PIN } from '../virtual/laid-card.ts';
import { buildSyntheticCard } from '../virtual/synthetic-cards.ts';
import { VirtualCard } from '../virtual/virtual-card.ts';

const isVerify = (command: string): boolean => /^002000..04/.test(command);

describe('the PIN and its tries', () => {
  it('counts down to locked, and a locked card is sent no PIN any more', async () => {
    const { app, commands, card } = await openLaidCard();
    expect((await app.triesLeft())._unsafeUnwrap()).toBe(3);
    expect((await app.verifyPin(WRONG_PIN))._unsafeUnwrapErr()).toEqual({ kind: 'pin-wrong', triesLeft: 2 });
    expect((await app.verifyPin(WRONG_PIN))._unsafeUnwrapErr()).toEqual({ kind: 'pin-wrong', triesLeft: 1 });
    expect((await app.verifyPin(WRONG_PIN))._unsafeUnwrapErr()).toEqual({ kind: 'pin-locked' });
    expect((await app.verifyPin(RIGHT_PIN))._unsafeUnwrapErr()).toEqual({ kind: 'pin-locked' });
    expect(commands.filter(isVerify).length).toBe(3);
    expect(card.pinTriesLeft).toBe(0);
  });

  it.each([{}, { noShortIdentifiers: true }])('a card locked before is told without a VERIFY (%j)', async (habits) => {
    const { app, commands } = await openLaidCard({ pinTries: 0, habits });
    expect((await app.triesLeft())._unsafeUnwrap()).toBe(0);
    expect((await app.verifyPin(RIGHT_PIN))._unsafeUnwrapErr()).toEqual({ kind: 'pin-locked' });
    expect(commands.filter(isVerify)).toEqual([]);
  });

  it('one try left is told, and the right PIN fills the counter again', async () => {
    const { app, card } = await openLaidCard({ pinTries: 1 });
    expect((await app.triesLeft())._unsafeUnwrap()).toBe(1);
    expect((await app.verifyPin(RIGHT_PIN)).isOk()).toBe(true);
    expect(card.pinTriesLeft).toBe(3);
  });

  it('tries are asked by itself when nobody asked before', async () => {
    const { app, commands } = await openLaidCard();
    expect((await app.verifyPin(RIGHT_PIN)).isOk()).toBe(true);
    expect(commands).toEqual(['00A4040C0AD3921000310001010408', '00200091', '002000910431323334']);
  });

  it('after an unclear answer the tries are asked before another PIN', async () => {
    const { app, card, commands } = await openLaidCard();
    await app.triesLeft();
    card.addFault({ kind: 'wrong-status-word', statusWord: 0x6f00 });
    expect((await app.verifyPin(WRONG_PIN))._unsafeUnwrapErr()).toEqual({ kind: 'pin-unclear' });
    expect(card.pinTriesLeft).toBe(2);
    expect((await app.verifyPin(RIGHT_PIN)).isOk()).toBe(true);
    expect(commands.slice(-3).map((command) => command.slice(0, 8))).toEqual(['00200091', '00200091', '00200091']);
    expect(commands.slice(-2)).toEqual(['00200091', '002000910431323334']);
  });

  it('6300 is a wrong PIN whose count is asked', async () => {
    const { app, card } = await openLaidCard();
    await app.triesLeft();
    card.addFault({ kind: 'wrong-status-word', statusWord: 0x6300 });
    expect((await app.verifyPin(WRONG_PIN))._unsafeUnwrapErr()).toEqual({ kind: 'pin-wrong', triesLeft: 2 });
  });

  it('a signal given before the PIN is sent keeps it from being sent', async () => {
    const { app, commands } = await openLaidCard();
    await app.triesLeft();
    const outcome = await app.verifyPin(RIGHT_PIN, { signal: AbortSignal.abort() });
    expect(outcome._unsafeUnwrapErr()).toEqual({ kind: 'aborted' });
    expect(commands.filter(isVerify)).toEqual([]);
  });

  it.each(['123', '12345', '12a4', '１２３４'])('"%s" is never sent', async (text) => {
    const { app, commands } = await openLaidCard();
    await expect(app.verifyPin(new Uint8Array(Buffer.from(text)))).rejects.toThrow(RangeError);
    expect(commands.filter(isVerify)).toEqual([]);
  });

  it('no command keeps the digits, whatever became of it', async () => {
    for (const fault of [
      undefined,
      { kind: 'garbage' },
      { kind: 'silent' },
      { kind: 'removed', when: 'after' },
    ] as const) {
      const card = buildSyntheticCard(anybody());
      const { connection } = await layCard(card);
      const sent: Uint8Array[] = [];
      const app = (
        await openCardApplication({
          ...connection,
          transmit: (command, options) => {
            sent.push(command);
            return connection.transmit(command, options);
          },
        })
      )._unsafeUnwrap();
      await app.triesLeft();
      if (fault !== undefined) card.addFault(fault);
      await app.verifyPin(RIGHT_PIN, { timeoutMs: 50 });
      expect(sent.at(-1)?.length).toBe(9);
      expect(sent.every((command) => command.every((byte) => byte === 0))).toBe(true);
    }
  });

  it('a card without that PIN cannot be used', async () => {
    const program = {
      respond: (command: Uint8Array) => (command[1] === 0xa4 && command[2] === 0x04 ? done() : notFound()),
      powerOff: () => undefined,
    };
    const { connection } = await layCard(new VirtualCard({ program }));
    const app = (await openCardApplication(connection))._unsafeUnwrap();
    expect((await app.triesLeft())._unsafeUnwrapErr()).toEqual({ kind: 'wrong-card', hint: 'no-pin' });
  });

  it('counters outlive the insertion', async () => {
    const card = buildSyntheticCard(anybody());
    const first = await layCard(card);
    const app = (await openCardApplication(first.connection))._unsafeUnwrap();
    await app.verifyPin(WRONG_PIN);
    await first.connection.disconnect();
    first.hands.remove();
    const second = await layCard(card, first.hands);
    const again = (await openCardApplication(second.connection))._unsafeUnwrap();
    expect((await again.triesLeft())._unsafeUnwrap()).toBe(2);
  });
});

const done = (): Uint8Array => Uint8Array.of(0x90, 0x00);
const notFound = (): Uint8Array => Uint8Array.of(0x6a, 0x82);
