/**
 * A card put back, or laid down while coins are going in: nobody pays over it, nothing is lost by it, no sheet starts with it (K5, P15).
 */
import { describe, expect, it } from 'vitest';
import { playVisit } from './testing/play-visit.ts';
import type { Script } from './testing/scripted-world.ts';

const first = { name: 'take-card-first', totalYen: 120 };
const coins = (insertedYen: number) => ({ type: 'MONEY.inserted', insertedYen }) as const;
const collected = { type: 'MONEY.collected', insertedYen: 120, changeYen: 0 } as const;
const unseen = { type: 'MONEY.failed', reason: 'card-in-reader' } as const;

/** Confirmed, with or without a card in the reader, and a till that waits for the test. */
async function paying(card: 'occupied' | 'empty', script: Script = {}) {
  const visit = playVisit({ money: [], waitForRemoval: ['taken', 'silent'], ...script });
  await visit.to.preview();
  await visit.card(card);
  await visit.touch({ type: 'next' }, { type: 'next' }, { type: 'pay' });
  return visit;
}

describe('a card put back before paying', () => {
  it('is asked for, and payment begins when it is gone', async () => {
    const visit = await paying('occupied');
    expect(visit.screen()).toEqual(first);
    expect(visit.count('collectMoney')).toBe(0);
    await visit.card('empty');
    await visit.wait(1);
    expect(visit.screen()).toMatchObject({ name: 'payment', insertedYen: 0 });
    await visit.till(collected);
    expect(visit.count('printCopy')).toBe(1);
  });

  it('may be laid down again before payment begins', async () => {
    const visit = await paying('occupied');
    await visit.card('empty');
    await visit.card('occupied');
    await visit.wait(2);
    expect(visit.screen()).toEqual(first);
    expect(visit.count('collectMoney')).toBe(0);
  });

  it('that stays ends the visit as a card left behind, with nothing owed', async () => {
    const visit = await paying('occupied');
    await visit.wait(80);
    expect(visit.frame()?.idleWarningSeconds).not.toBeNull();
    await visit.wait(20);
    expect(visit.ends).toEqual([{ outcome: 'card-left', refusal: null }]);
    expect(visit.count('returnMoney')).toBe(1);
    expect(visit.count('collectMoney')).toBe(0);
  });

  it('may be kept, and the visit cancelled: the card is asked for once more', async () => {
    const visit = await paying('occupied');
    await visit.touch({ type: 'cancel' });
    expect(visit.screen()).toEqual({ name: 'take-card', reason: 'ended' });
    await visit.card('empty');
    expect(visit.ends).toEqual([{ outcome: 'cancelled', refusal: null }]);
  });
});

describe('a card laid down while coins are going in', () => {
  it('is shown until it is taken; the coins stay counted', async () => {
    const visit = await paying('empty');
    await visit.till(coins(100));
    await visit.card('occupied');
    expect(visit.screen()).toEqual(first);
    await visit.till(coins(110));
    await visit.card('empty');
    expect(visit.screen()).toEqual({ name: 'payment', totalYen: 120, insertedYen: 110, means: ['coins'] });
    expect([visit.count('collectMoney'), visit.count('returnMoney')]).toEqual([1, 0]);
  });

  it('keeps the first sheet waiting when everything is paid', async () => {
    const visit = await paying('empty');
    await visit.card('occupied');
    await visit.till(collected);
    expect(visit.screen()).toEqual(first);
    expect(visit.count('printCopy')).toBe(0);
    await visit.card('empty');
    await visit.wait(1);
    expect(visit.count('printCopy')).toBe(1);
    expect([visit.count('collectMoney'), visit.count('returnMoney')]).toEqual([1, 0]);
  });

  it('and left there: everything goes back, and the card counts as left', async () => {
    const visit = await paying('empty');
    await visit.till(coins(100));
    await visit.card('occupied');
    await visit.wait(100);
    expect(visit.ends).toEqual([{ outcome: 'card-left', refusal: null }]);
    expect([visit.count('returnMoney'), visit.count('printCopy')]).toEqual([1, 0]);
  });

  it('does not hide why the till gave up', async () => {
    const visit = await paying('empty');
    await visit.card('occupied');
    await visit.till({ type: 'MONEY.failed', reason: 'unavailable' });
    expect(visit.screen()).toEqual({ name: 'take-card', reason: 'ended' });
    await visit.card('empty');
    expect(visit.screen()).toEqual({ name: 'refused', refusal: 'PAYMENT_UNAVAILABLE', refundYen: 120 });
  });
});

describe('a host whose page printer waits for a clerk', () => {
  it('takes nothing: the resident is told so, and nothing was charged', async () => {
    const visit = playVisit({ money: [], returnMoney: [{ returnedYen: 0, owedYen: 0 }] });
    await visit.to.payment();
    await visit.till({ type: 'MONEY.failed', reason: 'printer-attention' });
    expect(visit.screen()).toEqual({ name: 'refused', refusal: 'PRINTER_ATTENTION', refundYen: 0 });
    expect(visit.count('printCopy')).toBe(0);
    await visit.touch({ type: 'next' });
    expect(visit.ends).toEqual([{ outcome: 'refused', refusal: 'PRINTER_ATTENTION' }]);
  });
});

describe('a host that sees a card', () => {
  it('before the visit does: the card is asked for, and payment begins anew', async () => {
    const visit = await paying('empty');
    await visit.till(unseen);
    await visit.card('occupied');
    expect(visit.screen()).toEqual(first);
    await visit.card('empty');
    await visit.wait(1);
    expect(visit.count('collectMoney')).toBe(2);
    await visit.till(collected);
    expect(visit.count('printCopy')).toBe(1);
  });

  it('where the visit sees none: they do not agree for long, and no money is kept', async () => {
    const visit = await paying('empty', { money: [unseen] });
    await visit.wait(10);
    expect(visit.screen()).toEqual({ name: 'refused', refusal: 'PAYMENT_UNAVAILABLE', refundYen: 120 });
    expect(visit.count('collectMoney')).toBe(6);
  });

  it('refuses a copy while the visit sees a card as well: asked for, then printed', async () => {
    const visit = await paying('empty', { print: ['silent'] });
    await visit.till(collected);
    expect(visit.count('printCopy')).toBe(1);
    const refused = await paying('empty', { print: [{ type: 'not-permitted' }, { type: 'confirmed' }] });
    await refused.till(collected);
    await refused.wait(1);
    expect(refused.count('printCopy')).toBe(2);
    expect(refused.screen()).toMatchObject({ name: 'take-paper', copies: 1 });
  });

  it('and refuses every copy: the money goes back', async () => {
    const visit = await paying('empty', { print: [{ type: 'not-permitted' }] });
    await visit.till(collected);
    await visit.wait(5);
    expect(visit.screen()).toEqual({ name: 'refused', refusal: 'PRINTER_ATTENTION', refundYen: 120 });
    expect(visit.count('printCopy')).toBe(4);
  });
});

describe('what can be paid with', () => {
  it('is what the host said at the beginning, and what it says meanwhile', async () => {
    const visit = playVisit({ money: [] }, { paymentMeans: ['coins', 'cashless'] });
    await visit.to.payment();
    expect(visit.screen()).toMatchObject({ means: ['coins', 'cashless'] });
    await visit.till({ type: 'MONEY.means', means: ['coins'] });
    await visit.till(coins(10));
    expect(visit.screen()).toEqual({ name: 'payment', totalYen: 120, insertedYen: 10, means: ['coins'] });
  });
});
