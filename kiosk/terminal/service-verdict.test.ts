import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { DirectiveSchema } from '../../server-bridge/protocol/index.ts';
import { type DeviceReading, judgeService, type Situation } from './index.ts';
import { withinHours } from './machine/service-verdict.ts';

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
const devices: DeviceReading = { cardReader: 'empty', pagePrinter: 'ready', receiptPrinter: 'ready', coinBox: 'ready' };
const good: Situation = {
  now: new Date('2026-11-21T03:00:00.000Z'), // noon in Japan
  directive,
  spareReady: true,
  suspended: false,
  rightPersonHold: false,
  leftBehind: null,
  moneyUnsettled: false,
  devices,
  clockSkewMs: 0,
};
const judge = (change: Partial<Situation>) => judgeService({ ...good, ...change }, () => 120);

describe('whether the terminal serves', () => {
  it('does when everything is well', () => {
    expect(judge({})).toEqual({ serve: true, copyYen: 120 });
  });

  it.each([
    ['no directive (invariant D)', { directive: null }, 'no-directive'],
    ['a right-person failure that nobody has released (P2)', { rightPersonHold: true }, 'right-person'],
    ['the center has suspended it', { suspended: true }, 'suspended-by-center'],
    [
      'the service is off',
      { directive: { ...directive, service: { state: 'off', reason: { ja: '', en: '' } } } },
      'suspended-by-center',
    ],
    ['a clock that is ten minutes off', { clockSkewMs: 600_000 }, 'clock'],
    ['the night', { now: new Date('2026-11-21T15:00:00.000Z') }, 'out-of-hours'],
    ['a card left on the reader (K5)', { devices: { ...devices, cardReader: 'occupied' } }, 'needs-staff-card-left'],
    ['paper that may belong to somebody', { leftBehind: 'paper' }, 'needs-staff-paper-left'],
    ['no paper', { devices: { ...devices, pagePrinter: 'paper' } }, 'needs-staff-paper'],
    ['a jam', { devices: { ...devices, pagePrinter: 'attention' } }, 'needs-staff-printer'],
    ['no receipt printer', { devices: { ...devices, receiptPrinter: 'unavailable' } }, 'needs-staff-receipt'],
    ['no reader', { devices: { ...devices, cardReader: 'unavailable' } }, 'needs-staff-reader'],
    ['no coin box', { devices: { ...devices, coinBox: 'absent' } }, 'needs-staff-coin-box'],
    ['money that is owed', { moneyUnsettled: true }, 'needs-staff-coin-box'],
    ['devices not looked at yet', { devices: null }, 'starting'],
    ['no warm visit process', { spareReady: false }, 'starting'],
  ] as const)('does not with %s', (_, change, cause) => {
    expect(judge(change as Partial<Situation>)).toMatchObject({ serve: false, cause });
  });

  it('does not without a price in force', () => {
    expect(judgeService(good, () => null)).toMatchObject({ serve: false, cause: 'no-directive' });
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
