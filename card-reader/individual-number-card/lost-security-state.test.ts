import { describe, expect, it } from 'vitest';
import { CHALLENGE, openLaidCard, RIGHT_PIN } from '../virtual/laid-card.ts';

describe('a card that forgot its state', () => {
  it('is selected again once, is not sent the PIN again, and says that the files stay closed', async () => {
    const { app, card, commands } = await openLaidCard();
    (await app.verifyPin(RIGHT_PIN))._unsafeUnwrap();
    card.powerOff();
    const image = await app.readAll();
    expect(image._unsafeUnwrapErr()).toMatchObject({ kind: 'unexpected-status', statusWord: 0x6982 });
    expect(commands.filter((command) => command.startsWith('00A4040C')).length).toBe(2);
    expect(commands.filter((command) => /^002000..04/.test(command)).length).toBe(1);
  });

  it('reads on after a fresh PIN from the resident', async () => {
    const { app, card } = await openLaidCard();
    (await app.verifyPin(RIGHT_PIN))._unsafeUnwrap();
    card.powerOff();
    expect((await app.readAll()).isErr()).toBe(true);
    (await app.verifyPin(RIGHT_PIN))._unsafeUnwrap();
    expect((await app.readAll()).isOk()).toBe(true);
  });

  it('6982 by mistake to one READ is healed by SELECT, without losing the PIN', async () => {
    const { app, card } = await openLaidCard();
    (await app.verifyPin(RIGHT_PIN))._unsafeUnwrap();
    card.addFault({ kind: 'wrong-status-word', statusWord: 0x6982 });
    expect((await app.readAll()).isOk()).toBe(true);
  });

  it('still signs a challenge, which needs no PIN', async () => {
    const { app, card } = await openLaidCard();
    card.powerOff();
    expect((await app.signChallenge(CHALLENGE))._unsafeUnwrap().length).toBe(256);
  });

  it('still tells the tries', async () => {
    const { app, card } = await openLaidCard();
    card.powerOff();
    expect((await app.triesLeft())._unsafeUnwrap()).toBe(3);
  });
});
