/**
 * Every reason why a visit can go no further (reference convenience-store-issuance §4): what brings it about, that it is shown as
 * itself and with the money accounted for, and that one touch, or time, leads on.
 */
import { describe, expect, it } from 'vitest';
import { RELAY_REFUSALS, type Refusal, RefusalSchema } from '../../server-bridge/protocol/index.ts';
import { residentRefusal } from './process/resident-refusal.ts';
import { type PlayedVisit, playVisit } from './testing/play-visit.ts';
import type { Script } from './testing/scripted-world.ts';

type Cause = {
  script: Script;
  /** How far the visit has come when it is refused. */
  until: (visit: PlayedVisit) => Promise<unknown>;
  refundYen?: number;
};

const toCard = async (visit: PlayedVisit) => visit.to.card();
const toPin = async (visit: PlayedVisit) => visit.to.municipality();
const toApplication = async (visit: PlayedVisit) => visit.to.preview();
const toPayment = async (visit: PlayedVisit) => visit.to.payment();
const answered = (refusal: Refusal): Cause => ({
  script: { apply: [{ type: 'refused', refusal }] },
  until: toApplication,
});

const CAUSES: Readonly<Record<Exclude<Refusal, 'RIGHT_PERSON'>, Cause>> = {
  // Decided by VRS
  NO_RECORD_CHECK_CITY: answered('NO_RECORD_CHECK_CITY'),
  NO_RECORD_ASK_CITY: answered('NO_RECORD_ASK_CITY'),
  NEEDS_CONFIRMATION: answered('NEEDS_CONFIRMATION'),
  PASSPORT_NOT_REGISTERED: answered('PASSPORT_NOT_REGISTERED'),
  PASSPORT_DIFFERS: answered('PASSPORT_DIFFERS'),
  PASSPORT_NOT_GENUINE: answered('PASSPORT_NOT_GENUINE'),
  CITY_STOPPED: answered('CITY_STOPPED'),
  COUNTER_ONLY: answered('COUNTER_ONLY'),
  CARD_NOT_GENUINE: answered('CARD_NOT_GENUINE'),
  CARD_ISSUER_UNKNOWN: answered('CARD_ISSUER_UNKNOWN'),
  CHALLENGE_EXPIRED: answered('CHALLENGE_EXPIRED'),
  APPLICATION_REFUSED: answered('APPLICATION_REFUSED'),
  TOO_MANY_DOSES: answered('TOO_MANY_DOSES'),
  // Decided on the way, or by the terminal
  BUSY: answered('BUSY'),
  UNAVAILABLE: answered('UNAVAILABLE'),
  OUT_OF_HOURS: answered('OUT_OF_HOURS'),
  MAINTENANCE: answered('MAINTENANCE'),
  NAME_NOT_PRINTABLE: answered('NAME_NOT_PRINTABLE'),
  PIN_LOCKED: { script: { verifyPin: [{ type: 'locked' }] }, until: toPin },
  CARD_READ: { script: { openCard: [{ type: 'again', problem: 'unreadable' }] }, until: toCard },
  WRONG_CARD: { script: { openCard: [{ type: 'again', problem: 'wrong-card' }] }, until: toCard },
  CARD_TAKEN_EARLY: { script: { openCard: [{ type: 'again', problem: 'taken-early' }] }, until: toCard },
  PAYMENT_UNAVAILABLE: {
    script: { money: [{ type: 'MONEY.failed', reason: 'unavailable' }] },
    until: toPayment,
    refundYen: 120,
  },
  PRINTER_ATTENTION: { script: { print: [{ type: 'failed' }] }, until: toPayment, refundYen: 120 },
};
const every = Object.entries(CAUSES);

describe('every refusal class', () => {
  it('has a cause here, and the alarm is no screen', () => {
    expect([...Object.keys(CAUSES), 'RIGHT_PERSON'].sort()).toEqual([...RefusalSchema.options].sort());
  });

  it.each(every)(
    '%s is shown as itself, once, and a touch leads on',
    async (refusal, { script, until, refundYen = 0 }) => {
      const visit = playVisit(script);
      await until(visit);
      expect(visit.screen()).toEqual({ name: 'refused', refusal, refundYen });
      expect(visit.frame()?.allows).toEqual({ back: false, cancel: false, help: true });
      expect(await visit.touch({ type: 'next' })).toBe(true);
      expect(visit.ends).toEqual([{ outcome: 'refused', refusal }]);
      expect(visit.log.at(-1)).toBe('forgetPerson');
    },
  );

  it.each(every)('%s leads on by itself, after a warning', async (refusal, { script, until }) => {
    const visit = playVisit(script);
    await until(visit);
    await visit.wait(50);
    expect(visit.frame()?.idleWarningSeconds).not.toBeNull();
    await visit.wait(20);
    expect(visit.ends).toEqual([{ outcome: 'refused', refusal }]);
  });

  it.each(every)('%s takes no money without giving it back', async (_, { script, until, refundYen = 0 }) => {
    const visit = playVisit(script);
    await until(visit);
    expect(visit.count('returnMoney')).toBe(refundYen === 0 ? 0 : 1);
    expect(visit.count('settle')).toBe(0);
    if (refundYen === 0) expect(visit.count('collectMoney')).toBe(0);
  });

  it.each(['CARD_READ', 'WRONG_CARD', 'CARD_TAKEN_EARLY', 'PIN_LOCKED'] as const)(
    '%s is not shown over a card that lies in the reader (K5)',
    async (refusal) => {
      const visit = playVisit({ openCard: [{ type: 'refused', refusal }], waitForRemoval: ['silent'] });
      await visit.card('occupied');
      await toCard(visit);
      expect(visit.screen()).toEqual({ name: 'take-card', reason: 'ended' });
      await visit.card('empty');
      expect(visit.screen()).toEqual({ name: 'refused', refusal, refundYen: 0 });
    },
  );

  it('RIGHT_PERSON ends the visit at once and says nothing to whoever stands there', async () => {
    const visit = playVisit({ apply: [{ type: 'right-person' }] });
    await toApplication(visit);
    expect(visit.ends).toEqual([{ outcome: 'right-person', refusal: 'RIGHT_PERSON' }]);
    expect(visit.screens()).not.toContain('refused');
    const printing = playVisit({ print: [{ type: 'right-person' }], returnMoney: [{ returnedYen: 0, owedYen: 120 }] });
    await toPayment(printing);
    expect(printing.ends).toEqual([{ outcome: 'right-person', refusal: 'RIGHT_PERSON' }]);
    expect(printing.screens().at(-1)).toBe('returning-money');
  });

  it('a phone is refused as the wrong card, after the fifth time', async () => {
    const visit = playVisit({ openCard: [{ type: 'again', problem: 'phone' }] });
    await toCard(visit);
    expect(visit.screen()).toMatchObject({ refusal: 'WRONG_CARD' });
    expect(visit.count('openCard')).toBe(5);
  });

  it('a card lifted over and over again ends the visit', async () => {
    const visit = playVisit({});
    await visit.to.card();
    for (let time = 1; time < 5; time += 1) {
      expect(visit.screen()).toMatchObject({ name: 'kind' });
      await visit.lift();
    }
    await visit.lift();
    expect(visit.screen()).toMatchObject({ refusal: 'CARD_TAKEN_EARLY' });
  });

  it('what is owed and cannot be paid out is said, whatever else went wrong', async () => {
    const visit = playVisit({ print: [{ type: 'failed' }], returnMoney: ['silent'] });
    await toPayment(visit);
    expect(visit.screen()).toEqual({ name: 'returning-money', yen: 120 });
    await visit.wait(61);
    expect(visit.screen()).toEqual({ name: 'refused', refusal: 'PAYMENT_UNAVAILABLE', refundYen: 0 });
  });

  it.each(RELAY_REFUSALS)('a relay’s %s is one of them', (refusal) => {
    expect(Object.keys(CAUSES)).toContain(residentRefusal(refusal));
  });
});
