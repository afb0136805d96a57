/** A sheet more only in the visit it belongs to: with every copy confirmed, the money settled, the right code, never after the end. */
import { err, ok } from 'neverthrow';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CodeCheck, hashOperatorCode, openCodeDesk } from '../operator/index.ts';
import type { JournalEntry } from './crash-journal.ts';
import { openReprintDesk, type ReprintOffice } from './reprint-desk.ts';
import { recoveryOf } from './settlement.ts';

const RIGHT = '246802';
let codeHash: string;
beforeAll(async () => {
  codeHash = await hashOperatorCode(Buffer.from(RIGHT, 'ascii'));
});

const request = (reprint: number, code = RIGHT) => ({
  type: 'request-reprint' as const,
  requestId: 1,
  reprint,
  code: Uint8Array.from(Buffer.from(code, 'ascii')),
});
const ended = (reprint: number, end: 'confirmed' | 'failed' | 'uncertain') => ({
  type: 'reprint-ended' as const,
  reprint,
  end,
});

function open(o: { journalFails?: boolean; check?: () => Promise<CodeCheck>; journalIsFree?: boolean } = {}) {
  const journal: JournalEntry[] = [];
  const actions: string[] = [];
  let cleared = 0;
  const office: ReprintOffice = {
    codes:
      o.check === undefined
        ? openCodeDesk({ nowMs: () => 0, onMalformedHash: () => {} })
        : { check: o.check, lockedForMs: () => 0 },
    operators: () => [{ id: 'clerk-9', codeHash }],
    journal: {
      append(entry) {
        if (o.journalFails === true) return err({ kind: 'journal-unusable', cause: null });
        journal.push(entry);
        return ok();
      },
      clear() {
        cleared += 1;
        return ok();
      },
    },
    journalIsFree: () => o.journalIsFree ?? true,
    onAction: (action, operatorId) => actions.push(operatorId === null ? action : `${action} ${operatorId}`),
  };
  return { desk: openReprintDesk(office), journal, actions, cleared: () => cleared };
}
const always = () => true;

describe('a reprint', () => {
  it('is journalled before it is permitted, without yen, and settled when its end is known', async () => {
    const { desk, journal, actions, cleared } = open();
    expect(await desk.request(request(1), always)).toBe('permitted');
    expect(journal).toEqual([{ phase: 'reprinting', transactionId: journal[0]?.transactionId, copy: 1 }]);
    expect(desk.isUnderWay()).toBe(true);
    desk.ended(ended(1, 'confirmed'));
    expect(journal.map(({ phase }) => phase)).toEqual(['reprinting', 'settled']);
    expect(cleared()).toBe(1);
    expect(actions).toEqual(['reprint clerk-9']);
    expect(desk.printed()).toBe(1);
  });

  it('leaves the journal as it is while money stands in it', async () => {
    const { desk, cleared } = open({ journalIsFree: false });
    await desk.request(request(1), always);
    desk.ended(ended(1, 'confirmed'));
    expect(cleared()).toBe(0);
  });

  it('is refused when the journal cannot be written', async () => {
    const { desk, actions } = open({ journalFails: true });
    expect(await desk.request(request(1), always)).toBe('refused');
    expect(actions).toEqual([]);
    expect(desk.isUnderWay()).toBe(false);
  });

  it('is refused with a wrong code, and locked out with the third', async () => {
    const { desk, journal, actions } = open();
    const answers: string[] = [];
    for (const code of ['0000', '1111', '2222', RIGHT]) answers.push(await desk.request(request(1, code), always));
    expect(answers).toEqual(['wrong-code', 'wrong-code', 'locked-out', 'locked-out']);
    expect(journal).toEqual([]);
    expect(actions).toEqual(['code-wrong', 'code-wrong', 'code-locked-out']);
  });

  it('is not even looked at outside hand-over, and the code is overwritten all the same', async () => {
    let asked = 0;
    const { desk } = open({
      check: () => {
        asked += 1;
        return Promise.resolve({ kind: 'confirmed', operatorId: 'clerk-9' });
      },
    });
    const message = request(1);
    expect(await desk.request(message, () => false)).toBe('refused');
    expect(asked).toBe(0);
    expect([...message.code]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('is refused when the visit ends while the code is being checked', async () => {
    const checked = Promise.withResolvers<CodeCheck>();
    const { desk, journal } = open({ check: () => checked.promise });
    let inHandOver = true;
    const answer = desk.request(request(1), () => inHandOver);
    inHandOver = false;
    checked.resolve({ kind: 'confirmed', operatorId: 'clerk-9' });
    expect(await answer).toBe('refused');
    expect(journal).toEqual([]);
  });

  it('is refused after the end of the visit, whatever the visit says', async () => {
    const { desk, journal } = open();
    desk.close();
    expect(await desk.request(request(1), always)).toBe('refused');
    expect(journal).toEqual([]);
  });

  it('comes one at a time, in order, twice at most', async () => {
    const { desk } = open();
    expect(await desk.request(request(2), always)).toBe('refused');
    expect(await desk.request(request(0), always)).toBe('refused');
    expect(await desk.request(request(1), always)).toBe('permitted');
    expect(await desk.request(request(1), always)).toBe('refused');
    expect(await desk.request(request(2), always)).toBe('refused');
    desk.ended(ended(1, 'confirmed'));
    expect(await desk.request(request(1), always)).toBe('refused');
    expect(await desk.request(request(2), always)).toBe('permitted');
    desk.ended(ended(2, 'uncertain'));
    for (const reprint of [1, 2, 3]) expect(await desk.request(request(reprint), always)).toBe('refused');
    expect(desk.printed()).toBe(1);
  });

  it('that certainly did not come out may be asked for again; the end of another one changes nothing', async () => {
    const { desk, actions } = open();
    await desk.request(request(1), always);
    desk.ended(ended(2, 'confirmed'));
    expect(desk.isUnderWay()).toBe(true);
    desk.ended(ended(1, 'failed'));
    expect(await desk.request(request(1), always)).toBe('permitted');
    expect(actions).toEqual(['reprint clerk-9', 'reprint-not-printed clerk-9', 'reprint clerk-9']);
  });

  it('whose end nobody told is uncertain when the visit is over', async () => {
    const { desk, actions } = open();
    await desk.request(request(1), always);
    expect(desk.close()).toBe(true);
    expect(actions.at(-1)).toBe('reprint-uncertain clerk-9');
    expect(desk.close()).toBe(false);
  });
});

describe('a host that died while a sheet was printed again', () => {
  it('owes nothing for it, and has the machine looked into', () => {
    const reprinting: JournalEntry = { phase: 'reprinting', transactionId: 'A'.repeat(22), copy: 1 };
    expect(recoveryOf([reprinting])).toEqual({ plans: [], paperUncertain: true });
  });

  it('still owes what it owed before', () => {
    const id = 'B'.repeat(22);
    const { plans, paperUncertain } = recoveryOf([
      { phase: 'collecting', transactionId: id, dueYen: 240, copyYen: 120, copies: 2 },
      { phase: 'collected', transactionId: id, insertedYen: 500 },
      { phase: 'reprinting', transactionId: 'A'.repeat(22), copy: 1 },
    ]);
    expect(plans).toMatchObject([{ transactionId: id, keeps: false, owedYen: 500 }]);
    expect(paperUncertain).toBe(true);
  });
});
