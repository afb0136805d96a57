/**
 * What a resident may do on every screen besides its own choices: help, a step back, the end, another language, more time.
 */
import { describe, expect, it, vi } from 'vitest';
import { type UiAction, USUAL_OPTIONS } from '../snapshot.ts';
import { PATIENCE } from './machine/index.ts';
import { type PlayedVisit, playVisit } from './testing/play-visit.ts';
import type { Script } from './testing/scripted-world.ts';

const help: UiAction = { type: 'help' };
const back: UiAction = { type: 'back' };
const next: UiAction = { type: 'next' };

const all = { back: true, cancel: true, help: true };
const noBack = { back: false, cancel: true, help: true };
const onlyHelp = { back: false, cancel: false, help: true };
const onlyCancel = { back: false, cancel: true, help: false };
const nothing = { back: false, cancel: false, help: false };

type Way = { to: (visit: PlayedVisit) => Promise<unknown>; script?: Script; allows: typeof all; overseas?: true };
const missed = { type: 'refused', refusal: 'PASSPORT_NOT_REGISTERED' } as const;
const passport: Script = { apply: [missed] };
const toPassport = (visit: PlayedVisit) => visit.to.preview('overseas');
const toCopies = async (visit: PlayedVisit) => {
  await visit.to.preview();
  await visit.touch(next);
};
const toConfirm = async (visit: PlayedVisit) => {
  await toCopies(visit);
  await visit.touch(next);
};
const toPayment = (visit: PlayedVisit) => visit.to.payment();
const attention = { type: 'MONEY.collected', insertedYen: 120, changeYen: 0 } as const;

/** How each screen is reached, and what it allows there. */
const SCREENS: Readonly<Record<string, Way>> = {
  menu: { to: async () => {}, allows: noBack },
  terms: { to: (visit) => visit.touch(next), allows: all },
  'lay-card': { to: (visit) => visit.to.card(), script: { waitForCard: ['silent'] }, allows: all },
  'checking-card': { to: (visit) => visit.to.card(), script: { openCard: ['silent'] }, allows: onlyCancel },
  kind: { to: (visit) => visit.to.card(), allows: noBack },
  pin: { to: (visit) => visit.to.pin(), allows: all },
  'last-try': { to: (visit) => visit.to.pin(), script: { openCard: [{ type: 'opened', triesLeft: 1 }] }, allows: all },
  'reading-card': { to: (visit) => visit.to.municipality(), script: { verifyPin: ['silent'] }, allows: nothing },
  'take-card': { to: (visit) => visit.to.municipality(), script: { waitForRemoval: ['silent'] }, allows: onlyHelp },
  municipality: { to: (visit) => visit.to.municipality(), allows: noBack },
  applying: { to: (visit) => visit.to.preview(), script: { apply: ['silent'] }, allows: onlyCancel },
  'scan-passport': { to: toPassport, script: { ...passport, scanPassport: ['silent'] }, allows: noBack },
  'lay-passport': { to: toPassport, script: { ...passport, waitForCard: ['laid', 'silent'] }, allows: all },
  'reading-passport': { to: toPassport, script: { ...passport, readPassport: ['silent'] }, allows: onlyCancel },
  'take-passport': {
    to: toPassport,
    script: { ...passport, waitForRemoval: ['taken', 'silent'] },
    allows: onlyHelp,
  },
  preview: { to: (visit) => visit.to.preview(), allows: noBack },
  copies: { to: toCopies, allows: all },
  confirm: { to: toConfirm, allows: all },
  'take-card-first': {
    to: async (visit) => {
      await toPayment(visit);
      await visit.card('occupied');
    },
    script: { money: [] },
    allows: noBack,
  },
  payment: { to: toPayment, script: { money: [] }, allows: noBack },
  'returning-money': {
    to: async (visit) => {
      await toPayment(visit);
      await visit.touch({ type: 'cancel' });
    },
    script: { money: [], returnMoney: ['silent'] },
    allows: nothing,
  },
  printing: { to: toPayment, script: { print: ['silent'] }, allows: nothing },
  'take-paper': { to: toPayment, allows: onlyHelp },
  misprint: {
    to: async (visit) => {
      await toPayment(visit);
      await visit.touch({ type: 'misprint' });
    },
    allows: { back: true, cancel: false, help: true },
  },
  'printer-attention': {
    to: async (visit) => {
      await toPayment(visit);
      await visit.touch({ type: 'misprint' });
      await visit.type('1234');
      await visit.touch(next);
    },
    script: { money: [attention], printAgain: ['silent'], printerSays: [{ type: 'PRINTER.attention', cause: 'jam' }] },
    allows: nothing,
  },
  receipt: {
    to: async (visit) => {
      await toPayment(visit);
      await visit.touch(next);
    },
    allows: onlyHelp,
  },
  goodbye: {
    to: async (visit) => {
      await toPayment(visit);
      await visit.touch(next, next);
    },
    allows: nothing,
  },
  refused: {
    to: (visit) => visit.to.preview(),
    script: { apply: [{ type: 'refused', refusal: 'BUSY' }] },
    allows: onlyHelp,
  },
};
const every = Object.entries(SCREENS);

async function at(name: string): Promise<PlayedVisit> {
  const way = SCREENS[name];
  if (way === undefined) throw new Error(`No way to ${name}.`);
  const visit = playVisit(way.script, { passportReading: true });
  await way.to(visit);
  expect(visit.screen()?.name).toBe(name);
  return visit;
}

describe('every screen of a visit', () => {
  it('is here', () => {
    expect(Object.keys(SCREENS).sort()).toEqual(Object.keys(PATIENCE).sort());
  });

  it.each(every)('%s allows what is safe there, and nothing else is taken', async (name, { allows }) => {
    const visit = await at(name);
    expect(visit.frame()?.allows).toEqual(allows);
    for (const type of ['back', 'cancel', 'help'] as const) {
      const other = await at(name);
      expect(await other.touch({ type }), type).toBe(allows[type]);
    }
  });

  it.each(every)('%s takes another language and every option', async (name) => {
    const visit = await at(name);
    await visit.touch(
      { type: 'language', language: 'en' },
      { type: 'options', options: { ...USUAL_OPTIONS, largeText: true, highContrast: true } },
    );
    expect(visit.frame()).toMatchObject({
      language: 'en',
      options: { ...USUAL_OPTIONS, largeText: true, highContrast: true },
      screen: { name },
    });
    const all = { largeText: false, highContrast: true, slowPace: true, lowControls: true, spokenGuidance: true };
    await visit.touch({ type: 'language', language: 'zh' }, { type: 'options', options: all });
    expect(visit.frame()).toMatchObject({ language: 'zh', options: all, screen: { name } });
  });

  it.each(every.filter(([, { allows }]) => allows.help))(
    '%s lays its help over itself, and takes it away',
    async (name) => {
      const visit = await at(name);
      expect(visit.frame()?.help).toBe(false);
      await visit.touch(help);
      expect(visit.frame()).toMatchObject({ help: true, screen: { name } });
      await visit.touch({ type: 'close-help' });
      expect(visit.frame()).toMatchObject({ help: false, screen: { name } });
    },
  );

  it.each(Object.entries(PATIENCE).filter(([, { warnBeforeMs }]) => warnBeforeMs > 0))(
    '%s warns before its limit, and gives more time for help as for the asking',
    async (name, { limitMs, warnBeforeMs }) => {
      for (const touch of [help, { type: 'more-time' }] satisfies UiAction[]) {
        const visit = await at(name);
        const quiet = (limitMs - warnBeforeMs) / 1_000;
        await visit.wait(quiet);
        expect(visit.frame()?.idleWarningSeconds).toBe(warnBeforeMs / 1_000);
        await visit.touch(touch);
        expect(visit.frame()).toMatchObject({ idleWarningSeconds: null, screen: { name } });
        await visit.wait(quiet - 1);
        expect(visit.frame()).toMatchObject({ idleWarningSeconds: null, screen: { name } });
      }
    },
  );

  it.each(every)('%s hears nothing of what is the store operator’s', async (name) => {
    const visit = await at(name);
    const before = visit.frames.length;
    const actions: UiAction[] = [
      { type: 'staff' },
      { type: 'operator-lock' },
      { type: 'operator-fault', fault: 'paper' },
      { type: 'operator-answer', answer: 'yes' },
      { type: 'operator-task', task: 'test-print' },
    ];
    for (const action of actions) expect(await visit.touch(action)).toBe(false);
    expect(visit.frames.length).toBe(before);
  });
});

describe('help', () => {
  it('does not outlive its screen', async () => {
    const visit = await at('terms');
    await visit.touch(help, { type: 'agree' });
    expect(visit.frame()?.help).toBe(false);
    for (const frame of visit.frames.filter(({ screen }) => screen.name !== 'terms')) expect(frame.help).toBe(false);
  });

  it('keeps the preview open, as every touch does, and covers nothing less afterwards (K9)', async () => {
    const visit = await at('preview');
    await visit.wait(15);
    await visit.touch(help);
    await visit.wait(15);
    expect(visit.screen()).toMatchObject({ name: 'preview', facts: { certificateId: 'KF0000000001' } });
    await visit.wait(6);
    expect(visit.screen()).toEqual({ name: 'preview', facts: null, pages: 1 });
    expect(JSON.stringify(visit.frame())).not.toMatch(/見本|1987/);
    await visit.touch(next);
    expect(visit.screen()?.name).toBe('preview');
  });
});

describe('a step back', () => {
  it.each(['pin', 'last-try'])('from %s leads to the kind, which may then be another one', async (name) => {
    const visit = await at(name);
    if (name === 'pin') await visit.type('12');
    await visit.touch(back);
    expect(visit.screen()).toMatchObject({ name: 'kind' });
    await visit.touch({ type: 'choose-kind', kind: 'overseas' });
    if (name === 'pin') expect(visit.screen()).toMatchObject({ name: 'pin', digits: 0 });
    expect(visit.count('verifyPin')).toBe(0);
    expect(visit.count('openCard')).toBe(1);
  });

  it('from a PIN begun zeroes what was typed: the next entry is whole, and costs no try', async () => {
    const visit = await at('pin');
    await visit.type('12');
    const before = visit.count('wipePin');
    await visit.touch(back);
    expect(visit.count('wipePin')).toBe(before + 1);
  });

  it('from the kind that follows a miss still asks before the last try', async () => {
    const visit = playVisit({ verifyPin: [{ type: 'wrong', triesLeft: 1 }] });
    await visit.to.municipality();
    expect(visit.screen()?.name).toBe('last-try');
    await visit.touch(back, { type: 'choose-kind', kind: 'domestic' });
    expect(visit.screen()?.name).toBe('last-try');
  });

  it('to the terms is there only while no card was opened', async () => {
    const visit = await at('lay-card');
    await visit.touch(back);
    expect(visit.screen()?.name).toBe('terms');
    expect(await (await at('kind')).touch(back)).toBe(false);
  });

  it('from the passport’s chip leads to its page', async () => {
    const visit = await at('lay-passport');
    const before = visit.count('scanPassport');
    await visit.touch(back);
    expect(visit.count('scanPassport')).toBe(before + 1);
  });

  it('leads from confirmation over copies to the preview', async () => {
    const visit = await at('confirm');
    await visit.touch(back);
    expect(visit.screen()?.name).toBe('copies');
    await visit.touch(back);
    expect(visit.screen()).toMatchObject({ name: 'preview', facts: { certificateId: 'KF0000000001' } });
  });
});

describe('the page after the store operator’s screens', () => {
  it('gets the present frame again, counted on from the host’s number', async () => {
    const visit = await at('pin');
    const stale = visit.frame()?.screenSeq ?? 0;
    visit.run.repaint(stale + 7);
    expect(visit.frames.at(-1)).toMatchObject({ screenSeq: stale + 7, screen: { name: 'pin', digits: 0 } });
    expect(visit.run.touch({ v: 1, screenSeq: stale, action: { type: 'digit', digit: 1 } })).toBe(false);
    await visit.type('1');
    expect(visit.frame()).toMatchObject({ screenSeq: stale + 7, screen: { name: 'pin', digits: 1 } });
    await visit.touch(back);
    expect(visit.frame()).toMatchObject({ screenSeq: stale + 8, screen: { name: 'kind' } });
  });
});

describe('a visit that has come further than the host while its frames were held back', () => {
  it('never counts back behind a frame that may be on its way', async () => {
    const visit = await at('confirm');
    const onItsWay = visit.frame()?.screenSeq ?? 0;
    visit.run.repaint(onItsWay - 3);
    expect(visit.frames.at(-1)?.screenSeq).toBeGreaterThan(onItsWay);
    await visit.touch(back);
    expect(visit.screen()?.name).toBe('copies');
  });
});

describe('after the end', () => {
  it('a touch, an abort or a repaint changes nothing, and nothing is said about it', async () => {
    const said = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const visit = await at('pin');
    await visit.touch({ type: 'cancel' });
    const frames = visit.frames.length;
    expect(visit.ends).toHaveLength(1);
    expect(await visit.touch({ type: 'digit', digit: 7 })).toBe(false);
    visit.run.abort();
    visit.run.repaint(99);
    expect([visit.frames.length, visit.ends.length]).toEqual([frames, 1]);
    expect(said).not.toHaveBeenCalled();
    said.mockRestore();
  });
});
