import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foundState } from '../../card-reader/passport/virtual/index.ts';
import { type RunningKiosk, startKiosk } from '../environment/running-kiosk.ts';
import { unregisteredPassport } from '../environment/synthetic-passport.ts';
import { buildWorld, type World } from '../environment/world.ts';

const TERMINAL = 'KIOSK-P1';
let world: World;
let kiosk: RunningKiosk;

beforeAll(async () => {
  world = await buildWorld({ directory: null, terminals: [TERMINAL], passportReading: true });
  kiosk = await startKiosk(world, { terminalId: TERMINAL, reader: 'virtual' });
}, 120_000);
afterAll(async () => {
  await kiosk?.stop();
  await world?.stop();
}, 60_000);

const visit = (more: Partial<Parameters<RunningKiosk['visit']>[0]> = {}) =>
  kiosk.visit({ person: 'no-passport', municipality: '900010', kind: 'overseas', copies: 1, ...more });

const NO_MONEY = { keptYen: 0, returnedYen: 0, refundedYen: 0 };

describe('where no passport is registered and the directive allows reading one', () => {
  it('the passport laid down gives an overseas certificate', async () => {
    const report = await visit({ passport: unregisteredPassport(world) });
    expect(report).toMatchObject({ outcome: 'finished', refusal: null, sheets: 1, money: { keptYen: 120 } });
    const from = report.screens.indexOf('municipality');
    expect(report.screens.slice(from, from + 8)).toEqual([
      'municipality',
      'applying',
      'scan-passport',
      'lay-passport',
      'reading-passport',
      'take-passport',
      'applying',
      'preview',
    ]);
    expect(kiosk.log()).not.toContain('ZZ0000009');
  });

  it('a passport of a state that nobody knows is not genuine', async () => {
    const passport = unregisteredPassport(world, { state: foundState('UT') });
    const report = await visit({ passport });
    expect(report).toMatchObject({ outcome: 'refused', refusal: 'PASSPORT_NOT_GENUINE', money: NO_MONEY });
    expect(report.screens).not.toContain('payment');
  });

  it('a passport of somebody else is not genuine: VRS compares the birth date with the card’s', async () => {
    const passport = unregisteredPassport(world, { holder: { birthDate: '870606' } });
    const report = await visit({ passport });
    expect(report).toMatchObject({ outcome: 'refused', refusal: 'PASSPORT_NOT_GENUINE', money: NO_MONEY });
    expect(report.screens.filter((screen) => screen === 'applying')).toHaveLength(2);
  });

  it('nobody who is registered is asked for one, and nobody for a domestic certificate', async () => {
    const registered = await visit({ person: 'passport' });
    expect(registered).toMatchObject({ outcome: 'finished', sheets: 1 });
    const domestic = await visit({ kind: 'domestic' });
    expect(domestic).toMatchObject({ outcome: 'finished', sheets: 1 });
    expect([...registered.screens, ...domestic.screens]).not.toContain('scan-passport');
  });
});
