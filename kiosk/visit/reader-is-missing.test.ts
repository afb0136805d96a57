/** Nobody waits to lay a card on a reader that is gone: the truth is said within seconds, and a moment's loss costs nothing. */
import { describe, expect, it } from 'vitest';
import type { UiAction } from '../snapshot.ts';
import { type PlayedVisit, playVisit } from './testing/play-visit.ts';

const next: UiAction = { type: 'next' };
const agree: UiAction = { type: 'agree' };
const WAITING = { waitForCard: ['silent' as const] };
const missing = { name: 'refused', refusal: 'CARD_READ', refundYen: 0 };

const lose = async (visit: PlayedVisit): Promise<void> => {
  await visit.card('empty');
  await visit.card('lost');
};
const WAYS: [string, readonly UiAction[]][] = [
  ['menu', []],
  ['terms', [next]],
  ['lay-card', [next, agree]],
];

describe('a reader that is lost', () => {
  it.each(WAYS)('while the screen is %s: refused after five seconds', async (name, way) => {
    const visit = playVisit(WAITING);
    await visit.touch(...way);
    await lose(visit);
    await visit.wait(4);
    expect(visit.screen()?.name).toBe(name);
    await visit.wait(1);
    expect(visit.screen()).toEqual(missing);
    await visit.touch(next);
    expect(visit.ends).toEqual([{ outcome: 'refused', refusal: 'CARD_READ' }]);
  });

  it.each(WAYS)('while the screen is %s, and is back in time: the visit goes on', async (name, way) => {
    const visit = playVisit(WAITING);
    await visit.touch(...way);
    await lose(visit);
    await visit.wait(4);
    await visit.card('empty');
    await visit.wait(10);
    expect(visit.screen()?.name).toBe(name);
  });

  it('at the menu, and found missing at the card: the time is counted from the loss', async () => {
    const visit = playVisit(WAITING);
    await lose(visit);
    await visit.wait(3);
    await visit.touch(next, agree);
    await visit.wait(2);
    expect(visit.screen()).toEqual(missing);
  });

  it('under a card that lies there: the card counts as lifted, and no other is waited for', async () => {
    const visit = playVisit({ waitForCard: ['laid', 'silent'] });
    await visit.to.card();
    expect(visit.screen()?.name).toBe('kind');
    await lose(visit);
    await visit.lift();
    expect(visit.screen()?.name).toBe('lay-card');
    await visit.wait(5);
    expect(visit.screen()).toEqual(missing);
  });

  it('while a passport is waited for: nothing is said of a card', async () => {
    const visit = playVisit(
      {
        waitForCard: ['laid', 'silent'],
        apply: [{ type: 'refused', refusal: 'PASSPORT_NOT_REGISTERED' }],
      },
      { passportReading: true },
    );
    await visit.to.preview('overseas');
    expect(visit.screen()?.name).toBe('lay-passport');
    await lose(visit);
    await visit.wait(5);
    expect(visit.screen()).toEqual({ name: 'refused', refusal: 'UNAVAILABLE', refundYen: 0 });
  });

  it('after the card was taken back: the rest of the visit needs none', async () => {
    const visit = playVisit();
    await visit.to.municipality();
    await lose(visit);
    await visit.wait(30);
    await visit.touch({ type: 'choose-municipality', code: '900010' }, next, next, { type: 'pay' });
    expect(visit.screen()?.name).toBe('take-paper');
  });
});
