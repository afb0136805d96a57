import { describe, expect, it } from 'vitest';
import type { UiAction } from '../snapshot.ts';
import type { MisprintConfirmed, Printed } from './machine/actor-contracts.ts';
import { playVisit } from './testing/play-visit.ts';
import type { Script } from './testing/scripted-world.ts';

/** A visit that has come as far as the paper in the tray. */
async function toPaper(script: Script) {
  const visit = playVisit(script);
  await visit.to.payment();
  return visit;
}

const reportIt: UiAction = { type: 'misprint' };
const send: UiAction = { type: 'next' };

describe('a defective sheet', () => {
  it('is printed again after the clerk’s code, and the money is settled once', async () => {
    const visit = await toPaper({});
    expect(visit.screen()).toEqual({ name: 'take-paper', copies: 1, reprintAllowed: true, reprint: 'none' });
    await visit.touch(reportIt);
    await visit.type('123456');
    expect(visit.screen()).toEqual({ name: 'misprint', digits: 6, wrong: false, lockedOut: false });
    await visit.touch(send);
    expect(visit.screen()).toEqual({ name: 'take-paper', copies: 1, reprintAllowed: true, reprint: 'printed' });
    expect([visit.count('printAgain'), visit.count('printCopy'), visit.count('settle')]).toEqual([1, 1, 1]);
    expect(visit.count('collectMoney')).toBe(1);
    await visit.touch(send, send, send);
    expect(visit.ends).toMatchObject([{ outcome: 'finished' }]);
  });

  it('is not printed for three digits, and no ninth is taken', async () => {
    const visit = await toPaper({});
    await visit.touch(reportIt);
    await visit.type('123');
    await visit.touch(send);
    expect(visit.count('confirmMisprint')).toBe(0);
    await visit.type('456789');
    expect(visit.screen()).toMatchObject({ digits: 8 });
    await visit.touch({ type: 'erase-digit' });
    expect(visit.screen()).toMatchObject({ digits: 7 });
  });

  it('needs the code anew after a wrong one', async () => {
    const visit = await toPaper({ confirmMisprint: [{ type: 'wrong' }, { type: 'confirmed' }] });
    await visit.touch(reportIt);
    await visit.type('0000');
    await visit.touch(send);
    expect(visit.screen()).toEqual({ name: 'misprint', digits: 0, wrong: true, lockedOut: false });
    expect(visit.count('printAgain')).toBe(0);
    await visit.type('1');
    expect(visit.screen()).toMatchObject({ digits: 1, wrong: false });
  });

  it('takes no digits while codes are locked out, and leads back to the paper', async () => {
    const visit = await toPaper({ confirmMisprint: [{ type: 'locked-out' }] });
    await visit.touch(reportIt);
    await visit.type('0000');
    await visit.touch(send);
    await visit.type('1234');
    await visit.touch(send);
    expect(visit.screen()).toEqual({ name: 'misprint', digits: 0, wrong: false, lockedOut: true });
    await visit.touch({ type: 'back' });
    expect(visit.screen()).toMatchObject({ name: 'take-paper', reprintAllowed: true });
    expect([visit.count('confirmMisprint'), visit.count('printAgain')]).toEqual([1, 0]);
  });

  it('is printed again twice, not three times', async () => {
    const visit = await toPaper({});
    for (const left of [true, false]) {
      await visit.touch(reportIt);
      await visit.type('1234');
      await visit.touch(send);
      expect(visit.screen()).toMatchObject({ name: 'take-paper', reprintAllowed: left });
    }
    await visit.touch(reportIt);
    expect(visit.screen()).toMatchObject({ name: 'take-paper' });
    expect(visit.count('printAgain')).toBe(2);
  });

  it.each<[Printed['type'], string, boolean]>([
    ['failed', 'not-printed', true],
    ['uncertain', 'uncertain', true],
  ])('that %s to print says so, and no money moves', async (type, reprint, reprintAllowed) => {
    const visit = await toPaper({ printAgain: [{ type }] });
    await visit.touch(reportIt);
    await visit.type('1234');
    await visit.touch(send);
    expect(visit.screen()).toEqual({ name: 'take-paper', copies: 1, reprintAllowed, reprint });
    expect([visit.count('settle'), visit.count('returnMoney')]).toEqual([1, 0]);
  });

  it.each<MisprintConfirmed | 'throws'>([{ type: 'refused' }, 'throws'])(
    'leaves no dead screen when the host answers %j',
    async (answer) => {
      const visit = await toPaper({ confirmMisprint: [answer] });
      await visit.touch(reportIt);
      await visit.type('1234');
      await visit.touch(send);
      expect(visit.screen()).toMatchObject({ name: 'take-paper', reprint: 'not-printed' });
    },
  );

  it('ends the visit when the page is no longer the one that was checked (invariant A)', async () => {
    const visit = await toPaper({ printAgain: [{ type: 'right-person' }] });
    await visit.touch(reportIt);
    await visit.type('1234');
    await visit.touch(send);
    expect(visit.ends).toMatchObject([{ outcome: 'right-person' }]);
  });

  it('never shows a digit of the code', async () => {
    const visit = await toPaper({});
    await visit.touch(reportIt);
    const before = visit.frames.length;
    await visit.type('97531');
    for (const frame of visit.frames.slice(before)) expect(JSON.stringify(frame)).not.toMatch(/97531|9753|975/);
  });

  it('counts as left behind when everybody walks away from the code screen (K5)', async () => {
    const visit = await toPaper({});
    await visit.touch(reportIt);
    for (let second = 0; second < 240; second += 1) visit.clock.increment(1_000);
    expect(visit.ends).toMatchObject([{ outcome: 'paper-left' }]);
  });

  it('zeroes the code buffer whichever way the code screen is left', async () => {
    for (const leave of [[{ type: 'back' }], [send]] satisfies UiAction[][]) {
      const visit = await toPaper({});
      await visit.touch(reportIt);
      await visit.type('1234');
      const before = visit.count('wipeCode');
      await visit.touch(...leave);
      expect(visit.count('wipeCode')).toBeGreaterThan(before);
    }
  });
});

describe('the printer, while a sheet is printed again', () => {
  it('shows what it needs, and that no money depends on it', async () => {
    const visit = await toPaper({ printAgain: ['silent'], printerSays: [{ type: 'PRINTER.attention', cause: 'jam' }] });
    await visit.touch(reportIt);
    await visit.type('1234');
    await visit.touch(send);
    expect(visit.screen()).toEqual({ name: 'printer-attention', cause: 'jam', again: true });
  });

  it('is shown as printing again once it is mended', async () => {
    const visit = await toPaper({
      printAgain: ['silent'],
      printerSays: [{ type: 'PRINTER.attention', cause: 'paper' }, { type: 'PRINTER.working' }],
    });
    await visit.touch(reportIt);
    await visit.type('1234');
    await visit.touch(send);
    expect(visit.screen()).toEqual({ name: 'printing', copy: 1, copies: 1 });
  });
});
