import { describe, expect, it } from 'vitest';
import { USUAL_OPTIONS } from '../snapshot.ts';
import type { Applied } from './machine/actor-contracts.ts';
import { PATIENCE } from './machine/patience.ts';
import type { VisitInput } from './machine/visit-types.ts';
import { type PlayedVisit, playVisit } from './testing/play-visit.ts';
import { type Script, sampleFacts } from './testing/scripted-world.ts';

async function toPreview(script: Script = {}) {
  const visit = playVisit(script);
  await visit.to.preview();
  return visit;
}

async function toPrinting(script: Script = {}, copies = 1) {
  const visit = await toPreview(script);
  await visit.touch({ type: 'next' }, { type: 'choose-copies', copies }, { type: 'next' }, { type: 'pay' });
  return visit;
}

describe('a visit, in the order of the real service', () => {
  it('walks every screen and ends finished', async () => {
    const visit = await toPrinting();
    await visit.touch({ type: 'next' });
    await visit.touch({ type: 'next' });
    await visit.touch({ type: 'next' });
    expect(visit.ends).toEqual([{ outcome: 'finished', refusal: null }]);
    expect(visit.screens()).toEqual([
      'menu',
      'terms',
      'lay-card',
      'checking-card',
      'kind',
      'pin',
      'reading-card',
      'take-card',
      'municipality',
      'applying',
      'preview',
      'copies',
      'confirm',
      'payment',
      'printing',
      'take-paper',
      'receipt',
      'goodbye',
    ]);
    expect(visit.log.filter((entry) => entry === 'verifyPin')).toHaveLength(1);
    expect(visit.log.at(-1)).toBe('forgetPerson');
  });

  it('asks for consent before a card is waited for (K1)', async () => {
    const visit = playVisit();
    await visit.touch({ type: 'next' });
    expect(visit.log).toEqual([]);
    await visit.touch({ type: 'agree' });
    expect(visit.log).toContain('waitForCard');
  });

  it('does not ask for money before the card is out of the reader (P15)', async () => {
    const visit = await toPreview({ waitForRemoval: ['silent'] });
    expect(visit.screens().at(-1)).toBe('take-card');
    expect(visit.log).not.toContain('apply');
  });

  it('drops a touch made on an earlier screen', async () => {
    const visit = playVisit();
    const stale = visit.run.current()?.screenSeq ?? 0;
    await visit.touch({ type: 'next' });
    expect(visit.run.touch({ v: 1, screenSeq: stale, action: { type: 'agree' } })).toBe(false);
  });

  it('drops a cancel where it is not safe', async () => {
    const visit = await toPrinting({ print: ['silent'] });
    expect(visit.screens().at(-1)).toBe('printing');
    expect(await visit.touch({ type: 'cancel' })).toBe(false);
  });

  it('refuses a municipality that does not take part (K8)', async () => {
    const visit = playVisit();
    await visit.touch({ type: 'next' });
    await visit.touch({ type: 'agree' });
    await visit.touch({ type: 'choose-kind', kind: 'domestic' });
    await visit.type('1234');
    await visit.touch({ type: 'choose-municipality', code: '900036' });
    expect(visit.log).not.toContain('apply');
  });

  it('warns before it ends an idle visit, and gives more time when asked', async () => {
    const visit = playVisit();
    const { limitMs, warnBeforeMs } = PATIENCE.menu;
    visit.clock.increment(limitMs - warnBeforeMs);
    expect(visit.run.current()?.idleWarningSeconds).toBe(warnBeforeMs / 1000);
    await visit.touch({ type: 'more-time' });
    expect(visit.run.current()?.idleWarningSeconds).toBeNull();
    visit.clock.increment(limitMs - warnBeforeMs);
    for (let second = 0; second < warnBeforeMs / 1000; second += 1) visit.clock.increment(1000);
    expect(visit.ends).toEqual([{ outcome: 'timed-out', refusal: null }]);
  });

  it('takes a screen option along to the next screen', async () => {
    const visit = playVisit();
    await visit.touch({ type: 'language', language: 'en' });
    await visit.touch({ type: 'options', options: { ...USUAL_OPTIONS, largeText: true } });
    await visit.touch({ type: 'next' });
    expect(visit.run.current()).toMatchObject({
      language: 'en',
      options: { largeText: true },
      screen: { name: 'terms' },
    });
  });

  it('covers the preview when nobody has touched it for a while (K9)', async () => {
    const visit = await toPreview();
    visit.clock.increment(20_000);
    expect(visit.screen()).toEqual({ name: 'preview', facts: null, pages: 1 });
    await visit.touch({ type: 'reveal' });
    expect(visit.screen()).toEqual({ name: 'preview', facts: sampleFacts, pages: 1 });
  });

  it('prints the copies one after the other', async () => {
    const visit = await toPrinting({}, 3);
    expect(visit.log.filter((entry) => entry === 'printCopy')).toHaveLength(3);
    expect(visit.screens().at(-1)).toBe('take-paper');
  });
});

describe('PIN faults', () => {
  it('shows the tries left and verifies once per entry', async () => {
    const visit = playVisit({ verifyPin: [{ type: 'wrong', triesLeft: 2 }, { type: 'verified' }] });
    await visit.touch({ type: 'next' });
    await visit.touch({ type: 'agree' });
    await visit.touch({ type: 'choose-kind', kind: 'domestic' });
    await visit.type('1234');
    expect(visit.screen()).toEqual({ name: 'pin', digits: 0, triesLeft: 2, wrong: true });
    expect(visit.log.filter((entry) => entry === 'verifyPin')).toHaveLength(1);
    await visit.type('1234');
    expect(visit.log.filter((entry) => entry === 'verifyPin')).toHaveLength(2);
  });

  it('asks before the last try (P16)', async () => {
    const visit = playVisit({ openCard: [{ type: 'opened', triesLeft: 1 }] });
    await visit.touch({ type: 'next' });
    await visit.touch({ type: 'agree' });
    await visit.touch({ type: 'choose-kind', kind: 'domestic' });
    expect(visit.screen()?.name).toBe('last-try');
    await visit.touch({ type: 'next' });
    expect(visit.screen()?.name).toBe('pin');
  });

  it('never asks for the PIN of a locked card', async () => {
    const visit = playVisit({ openCard: [{ type: 'opened', triesLeft: 0 }] });
    await visit.touch({ type: 'next' });
    await visit.touch({ type: 'agree' });
    expect(visit.screen()).toEqual({ name: 'refused', refusal: 'PIN_LOCKED', refundYen: 0 });
    expect(visit.log).not.toContain('verifyPin');
  });

  it('zeroes the PIN buffer when the visit is cancelled in the middle of an entry', async () => {
    const visit = playVisit();
    await visit.touch({ type: 'next' });
    await visit.touch({ type: 'agree' });
    await visit.touch({ type: 'choose-kind', kind: 'domestic' });
    await visit.touch({ type: 'digit', digit: 1 });
    await visit.touch({ type: 'cancel' });
    expect(visit.log).toContain('forgetPerson');
    expect(visit.ends[0]?.outcome).toBe('cancelled');
  });
});

describe('a passport that VRS has no items of', () => {
  const missed: Applied = { type: 'refused', refusal: 'PASSPORT_NOT_REGISTERED' };
  const issued: Applied = { type: 'issued', facts: sampleFacts, pages: 1 };

  async function toPassport(script: Script, input: Partial<VisitInput> = { passportReading: true }) {
    const visit = playVisit({ apply: [missed, issued], ...script }, input);
    await visit.touch({ type: 'next' });
    await visit.touch({ type: 'agree' });
    await visit.touch({ type: 'choose-kind', kind: 'overseas' });
    await visit.type('1234');
    await visit.touch({ type: 'choose-municipality', code: '900010' });
    return visit;
  }
  const screenOf = ({ screen }: PlayedVisit) => screen();

  it('is scanned, read and taken back, and the application made again in the same municipality', async () => {
    const visit = await toPassport({});
    expect(visit.screens().slice(visit.screens().indexOf('applying'))).toEqual([
      'applying',
      'scan-passport',
      'lay-passport',
      'reading-passport',
      'take-passport',
      'applying',
      'preview',
    ]);
    expect(visit.log.filter((entry) => entry === 'apply')).toHaveLength(2);
  });

  it('is not asked for without the switch, and not twice', async () => {
    const refused = { name: 'refused', refusal: 'PASSPORT_NOT_REGISTERED', refundYen: 0 };
    const off = await toPassport({}, { passportReading: false });
    expect(screenOf(off)).toEqual(refused);
    expect(off.log).not.toContain('scanPassport');
    const twice = await toPassport({ apply: [missed] });
    expect(screenOf(twice)).toEqual(refused);
    expect(twice.log.filter((entry) => entry === 'scanPassport')).toHaveLength(1);
  });

  it('is given up after five unreadable scans, and when no scanner answers', async () => {
    const refused = { name: 'refused', refusal: 'PASSPORT_NOT_REGISTERED', refundYen: 0 };
    const unreadable = await toPassport({ scanPassport: [{ type: 'again' }] });
    expect(screenOf(unreadable)).toEqual(refused);
    expect(unreadable.log.filter((entry) => entry === 'scanPassport')).toHaveLength(5);
    for (const answer of [{ type: 'given-up' } as const, 'throws' as const])
      expect(screenOf(await toPassport({ scanPassport: [answer] }))).toEqual(refused);
  });

  it('that does not fit the scanned page is scanned again, and any other problem laid down again', async () => {
    const visit = await toPassport({
      scanPassport: [{ type: 'scanned' }],
      waitForCard: ['laid', 'laid', 'laid', 'silent'],
      readPassport: [
        { type: 'again', problem: 'another-passport' },
        { type: 'again', problem: 'taken-early' },
      ],
    });
    expect(screenOf(visit)).toEqual({ name: 'lay-passport', problem: 'taken-early' });
    expect(visit.log.filter((entry) => entry === 'scanPassport')).toHaveLength(2);
  });

  it('leaves the reader before a refusal is shown (K5)', async () => {
    const visit = await toPassport({ readPassport: [{ type: 'refused', refusal: 'PASSPORT_NOT_GENUINE' }] });
    expect(screenOf(visit)).toEqual({ name: 'refused', refusal: 'PASSPORT_NOT_GENUINE', refundYen: 0 });
    expect(visit.screens().at(-2)).toBe('take-passport');
  });

  it('need not be shown: a cancelled or forgotten scan ends the visit', async () => {
    const cancelled = await toPassport({ scanPassport: ['silent'] });
    await cancelled.touch({ type: 'cancel' });
    expect(cancelled.ends[0]?.outcome).toBe('cancelled');
    const forgotten = await toPassport({ scanPassport: ['silent'] });
    for (let seconds = 0; seconds < 125; seconds += 1) forgotten.clock.increment(1_000);
    expect(forgotten.ends[0]?.outcome).toBe('timed-out');
  });
});

describe('faults behind the visit', () => {
  it.each([
    'NO_RECORD_CHECK_CITY',
    'NEEDS_CONFIRMATION',
    'CITY_STOPPED',
    'PASSPORT_NOT_REGISTERED',
    'UNAVAILABLE',
    'BUSY',
  ] as const)('shows %s as itself and takes no money', async (refusal) => {
    const visit = await toPreview({ apply: [{ type: 'refused', refusal }] });
    expect(visit.screen()).toEqual({ name: 'refused', refusal, refundYen: 0 });
    expect(visit.log).not.toContain('collectMoney');
  });

  it('ends at once, without a certificate screen, when the person does not match (invariant A)', async () => {
    const visit = await toPreview({ apply: [{ type: 'right-person' }] });
    expect(visit.ends).toEqual([{ outcome: 'right-person', refusal: 'RIGHT_PERSON' }]);
    expect(visit.screens()).not.toContain('preview');
  });

  it('gives the money back when nothing was printed (P18)', async () => {
    const visit = await toPrinting({ print: [{ type: 'failed' }] });
    expect(visit.log).toContain('returnMoney');
    expect(visit.log).not.toContain('settle');
    expect(visit.screen()).toEqual({ name: 'refused', refusal: 'PRINTER_ATTENTION', refundYen: 120 });
  });

  it('hands over the confirmed copies and refunds the rest', async () => {
    const visit = await toPrinting(
      {
        print: [{ type: 'confirmed' }, { type: 'uncertain' }],
        settle: [{ keptYen: 120, refundedYen: 120, changeYen: 0, owedYen: 0, receiptPrinted: true }],
      },
      2,
    );
    for (let i = 0; i < 3; i += 1) await visit.touch({ type: 'next' });
    expect(visit.screen()).toEqual({ name: 'refused', refusal: 'PRINTER_ATTENTION', refundYen: 120 });
  });

  it('never leaves a dead screen when a device actor throws', async () => {
    const visit = playVisit({ openCard: ['throws'] });
    await visit.touch({ type: 'next' });
    await visit.touch({ type: 'agree' });
    expect(visit.screen()).toEqual({ name: 'refused', refusal: 'CARD_READ', refundYen: 0 });
  });
});
