/** When the terminal serves, and what it says when it does not: each cause by itself, and every combination of them. */
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
  CLOSED_CAUSES,
  type ClosedCause,
  type DeviceUnion,
  DeviceUnionSchema,
  DirectiveSchema,
} from '../../server-bridge/protocol/index.ts';
import { judgeService, type Situation, withinHours } from './index.ts';

const directive = v.parse(DirectiveSchema, {
  v: 1,
  version: 3,
  issuedAt: '2026-11-21T00:00:00.000Z',
  expiresAt: '2026-11-22T00:00:00.000Z',
  service: { state: 'on' },
  hours: { from: '06:30', to: '23:00' },
  municipalities: [],
  kinds: ['domestic'],
  prices: [{ effectiveFrom: '2022-07-26T00:00:00.000Z', copyYen: 120 }],
  maxCopies: 10,
  terms: { text: { ja: '規約', en: 'Terms' }, digest: 'a'.repeat(64) },
  vrsKeySet: 'x',
  allowedBuilds: [],
  operators: [],
  terminals: [],
});
const off = { ...directive, service: { state: 'off' as const, reason: { ja: '休止', en: 'Stopped' } } };
const devices: DeviceUnion = {
  cardReader: 'empty',
  pagePrinter: 'ready',
  receiptPrinter: 'ready',
  coinBox: 'ready',
  cashless: 'not-fitted',
  keySwitch: 'not-fitted',
  screens: 'ready',
};
const noon = new Date('2026-11-21T03:00:00.000Z');
const midnight = new Date('2026-11-21T15:00:00.000Z');
const good: Situation = {
  now: noon,
  directive,
  spareReady: true,
  suspended: false,
  maintenance: false,
  restarting: false,
  rightPersonHold: false,
  leftBehind: { paper: false, card: false },
  moneyUnsettled: false,
  lineDown: false,
  devices,
  canCollect: true,
  clockSkewMs: 0,
};
const judge = (change: Partial<Situation>) => judgeService({ ...good, ...change }, () => 120);
const withDevice = (change: Partial<DeviceUnion>): Partial<Situation> => ({ devices: { ...devices, ...change } });

describe('whether the terminal serves', () => {
  it('does when everything is well', () => {
    expect(judge({})).toEqual({ serve: true, copyYen: 120 });
  });

  it.each<[string, Partial<Situation>, ClosedCause]>([
    ['no directive (invariant D)', { directive: null }, 'no-directive'],
    ['no directive because the line is down', { directive: null, lineDown: true }, 'line-down'],
    ['a right-person failure that nobody has released (P2)', { rightPersonHold: true }, 'right-person'],
    ['the center has suspended it', { suspended: true }, 'suspended-by-center'],
    ['the service is off', { directive: off }, 'suspended-by-center'],
    ['somebody working on it', { maintenance: true }, 'maintenance'],
    ['a restart that waits', { restarting: true }, 'restarting'],
    ['paper that may belong to somebody (K5)', { leftBehind: { paper: true, card: false } }, 'needs-staff-paper-left'],
    ['a card that somebody left (P15)', { leftBehind: { paper: false, card: true } }, 'needs-staff-card-left'],
    ['money that is owed (P18)', { moneyUnsettled: true }, 'needs-staff-money'],
    ['a clock that is ten minutes off', { clockSkewMs: 600_000 }, 'clock'],
    ['a clock that is ten minutes behind', { clockSkewMs: -600_000 }, 'clock'],
    ['the night', { now: midnight }, 'out-of-hours'],
    ['a card on the reader', withDevice({ cardReader: 'occupied' }), 'needs-staff-card-left'],
    ['no reader', withDevice({ cardReader: 'absent' }), 'needs-staff-reader'],
    ['no paper', withDevice({ pagePrinter: 'paper' }), 'needs-staff-paper'],
    ['a jam', withDevice({ pagePrinter: 'jam' }), 'needs-staff-jam'],
    ['an open cover', withDevice({ pagePrinter: 'cover' }), 'needs-staff-cover'],
    ['no toner', withDevice({ pagePrinter: 'toner' }), 'needs-staff-toner'],
    ['a page printer with another fault', withDevice({ pagePrinter: 'attention' }), 'needs-staff-printer'],
    ['no page printer', withDevice({ pagePrinter: 'absent' }), 'needs-staff-printer'],
    ['no receipt roll', withDevice({ receiptPrinter: 'paper' }), 'needs-staff-receipt-roll'],
    ['no receipt printer', withDevice({ receiptPrinter: 'absent' }), 'needs-staff-receipt'],
    ['no change', { ...withDevice({ coinBox: 'no-change' }), canCollect: false }, 'needs-staff-no-change'],
    ['a coin that is stuck', { ...withDevice({ coinBox: 'coin-jam' }), canCollect: false }, 'needs-staff-coin-jam'],
    ['no coin box', { ...withDevice({ coinBox: 'absent' }), canCollect: false }, 'needs-staff-coin-box'],
    ['a line that has been down for long', { lineDown: true }, 'line-down'],
    ['a printer nobody has looked at yet', withDevice({ pagePrinter: 'unknown' }), 'starting'],
    ['no warm visit process', { spareReady: false }, 'starting'],
  ])('does not with %s', (_, change, cause) => {
    expect(judge(change)).toMatchObject({ serve: false, cause });
  });

  it('does with a coin box that has no change, where the fee can be collected otherwise', () => {
    expect(judge(withDevice({ coinBox: 'no-change', cashless: 'ready' }))).toMatchObject({ serve: true });
  });

  it('does not without a price in force', () => {
    expect(judgeService(good, () => null)).toMatchObject({ serve: false, cause: 'no-directive' });
  });

  it('names what a person must release before what time mends, and that before what a hand mends', () => {
    const everything: Situation = {
      ...good,
      rightPersonHold: true,
      leftBehind: { paper: true, card: true },
      clockSkewMs: 600_000,
      now: midnight,
      devices: { ...devices, pagePrinter: 'jam' },
    };
    const causes: ClosedCause[] = [];
    const healed: Partial<Situation>[] = [
      {},
      { rightPersonHold: false },
      { leftBehind: { paper: false, card: true } },
      { leftBehind: { paper: false, card: false } },
      { clockSkewMs: 0 },
      { now: noon },
    ];
    let situation = everything;
    for (const step of healed) {
      situation = { ...situation, ...step };
      const verdict = judgeService(situation, () => 120);
      if (!verdict.serve) causes.push(verdict.cause);
    }
    expect(causes).toEqual([
      'right-person',
      'needs-staff-paper-left',
      'needs-staff-card-left',
      'clock',
      'out-of-hours',
      'needs-staff-jam',
    ]);
  });
});

/** What makes each cause true, told independently of the order in which they are asked. */
const IS_TRUE: Readonly<Record<ClosedCause, (s: Situation, price: number | null) => boolean>> = {
  starting: (s) =>
    !s.spareReady ||
    [s.devices.cardReader, s.devices.pagePrinter, s.devices.receiptPrinter].includes('unknown') ||
    (s.devices.coinBox === 'unknown' && !s.canCollect),
  restarting: (s) => s.restarting,
  maintenance: (s) => s.maintenance,
  'out-of-hours': (s) => s.now === midnight,
  'suspended-by-center': (s) => s.suspended || s.directive?.service.state === 'off',
  'no-directive': (s, price) => s.directive === null || price === null,
  'line-down': (s) => s.lineDown,
  clock: (s) => s.clockSkewMs !== null && Math.abs(s.clockSkewMs) > 300_000,
  'right-person': (s) => s.rightPersonHold,
  'needs-staff-paper': (s) => s.devices.pagePrinter === 'paper',
  'needs-staff-jam': (s) => s.devices.pagePrinter === 'jam',
  'needs-staff-cover': (s) => s.devices.pagePrinter === 'cover',
  'needs-staff-toner': (s) => s.devices.pagePrinter === 'toner',
  'needs-staff-printer': (s) => ['attention', 'absent'].includes(s.devices.pagePrinter),
  'needs-staff-receipt-roll': (s) => s.devices.receiptPrinter === 'paper',
  'needs-staff-receipt': (s) => ['cover', 'attention', 'absent'].includes(s.devices.receiptPrinter),
  'needs-staff-reader': (s) => s.devices.cardReader === 'absent',
  'needs-staff-coin-jam': (s) => !s.canCollect && s.devices.coinBox === 'coin-jam',
  'needs-staff-no-change': (s) => !s.canCollect && s.devices.coinBox === 'no-change',
  'needs-staff-coin-box': (s) => !s.canCollect && ['ready', 'attention', 'absent'].includes(s.devices.coinBox),
  'needs-staff-money': (s) => s.moneyUnsettled,
  'needs-staff-card-left': (s) => s.leftBehind.card || s.devices.cardReader === 'occupied',
  'needs-staff-paper-left': (s) => s.leftBehind.paper,
};

const seldom = fc.integer({ min: 0, max: 9 }).map((n) => n === 0);
const condition = <D extends keyof DeviceUnion>(device: D): fc.Arbitrary<DeviceUnion[D]> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(devices[device]) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(...DeviceUnionSchema.entries[device].options)
        .map((word) => v.parse(DeviceUnionSchema, { ...devices, [device]: word })[device]),
    },
  );
const situations: fc.Arbitrary<Situation> = fc.record({
  now: seldom.map((isNight) => (isNight ? midnight : noon)),
  directive: fc.constantFrom(directive, directive, directive, directive, off, null),
  spareReady: seldom.map((not) => !not),
  suspended: seldom,
  maintenance: seldom,
  restarting: seldom,
  rightPersonHold: seldom,
  leftBehind: fc.record({ paper: seldom, card: seldom }),
  moneyUnsettled: seldom,
  lineDown: seldom,
  devices: fc.record({
    cardReader: condition('cardReader'),
    pagePrinter: condition('pagePrinter'),
    receiptPrinter: condition('receiptPrinter'),
    coinBox: condition('coinBox'),
    cashless: condition('cashless'),
    keySwitch: condition('keySwitch'),
    screens: condition('screens'),
  }),
  canCollect: seldom.map((not) => !not),
  clockSkewMs: fc.constantFrom(0, 0, 0, 299_000, 301_000, -301_000, null),
});

describe('any combination of reasons', () => {
  it('never serves when a single one stands, and names one that is true', () => {
    let served = 0;
    const named = new Set<ClosedCause>();
    fc.assert(
      fc.property(situations, fc.constantFrom(120, 120, 120, null), (situation, price) => {
        const verdict = judgeService(situation, () => price);
        const standing = CLOSED_CAUSES.filter((cause) => IS_TRUE[cause](situation, price));
        if (verdict.serve) {
          served += 1;
          expect(standing).toEqual([]);
          return;
        }
        named.add(verdict.cause);
        expect(standing).toContain(verdict.cause);
      }),
      { numRuns: 20_000, seed: 20220726 },
    );
    // The property has seen both sides, and every cause there is.
    expect(served).toBeGreaterThan(100);
    expect([...named].sort()).toEqual([...CLOSED_CAUSES].sort());
  });
});

describe('service hours are Japanese time', () => {
  it.each([
    ['06:29', '2026-11-20T21:29:59.000Z', false],
    ['06:30', '2026-11-20T21:30:00.000Z', true],
    ['22:59', '2026-11-21T13:59:59.000Z', true],
    ['23:00', '2026-11-21T14:00:00.000Z', false],
  ])('06:30–23:00 at %s', (_, instant, open) => {
    expect(withinHours({ from: '06:30', to: '23:00' }, new Date(instant))).toBe(open);
  });

  it('may span midnight, or the whole day', () => {
    expect(withinHours({ from: '22:00', to: '05:00' }, new Date('2026-11-21T17:00:00.000Z'))).toBe(true);
    expect(withinHours({ from: '22:00', to: '05:00' }, new Date('2026-11-21T03:00:00.000Z'))).toBe(false);
    expect(withinHours({ from: '00:00', to: '24:00' }, new Date('2026-11-21T14:59:59.999Z'))).toBe(true);
  });
});
