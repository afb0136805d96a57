import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLOSED_CAUSES, DeviceUnionSchema, SUPPLY_WARNINGS } from '../../server-bridge/protocol/index.ts';
import { readinessOf } from './readiness.ts';
import { RECOVERIES } from './recoveries.ts';
import { FAULTY, soundView } from './testing/scripted-terminal.ts';
import { faultsOf, type OperatorView, tasksOf, UNKNOWN_VIEW } from './view.ts';
import { OPERATOR_FAULTS, READINESS_ITEMS, type ReadinessItem, type ReadinessMark } from './words.ts';

const { entries } = DeviceUnionSchema;
const anyDevices = fc.record({
  cardReader: fc.constantFrom(...entries.cardReader.options),
  pagePrinter: fc.constantFrom(...entries.pagePrinter.options),
  receiptPrinter: fc.constantFrom(...entries.receiptPrinter.options),
  coinBox: fc.constantFrom(...entries.coinBox.options),
  cashless: fc.constantFrom(...entries.cashless.options),
  keySwitch: fc.constantFrom(...entries.keySwitch.options),
  screens: fc.constantFrom(...entries.screens.options),
});
const anyView: fc.Arbitrary<OperatorView> = fc.record({
  service: fc.constantFrom('serving', 'closed', 'visit'),
  cause: fc.option(fc.constantFrom(...CLOSED_CAUSES)),
  devices: anyDevices,
  warnings: fc.subarray([...SUPPLY_WARNINGS]),
  lineUp: fc.boolean(),
  clockOff: fc.boolean(),
  owedYen: fc.nat(5_000),
  moneyUnsettled: fc.boolean(),
  cardLeft: fc.boolean(),
  paperLeft: fc.boolean(),
  rightPerson: fc.boolean(),
  maintenance: fc.boolean(),
  visitReady: fc.boolean(),
  directiveValid: fc.boolean(),
  logHealthy: fc.boolean(),
});

const markOf = (change: Partial<OperatorView>, item: ReadinessItem): ReadinessMark | undefined =>
  readinessOf({ ...soundView, ...change }).items.find((each) => each.item === item)?.mark;
const withDevice = (change: Partial<OperatorView['devices']>): Partial<OperatorView> => ({
  devices: { ...soundView.devices, ...change },
});

describe('the faults', () => {
  it('are none on a sound terminal, nor of a device that has not been looked at yet', () => {
    expect(faultsOf(soundView)).toEqual([]);
    expect(faultsOf(UNKNOWN_VIEW)).toEqual([]);
    expect(readinessOf(UNKNOWN_VIEW).ready).toBe(false);
  });

  it('come most pressing first, each once', () => {
    fc.assert(
      fc.property(anyView, (view) => {
        const faults = faultsOf(view);
        expect(faults).toEqual(OPERATOR_FAULTS.filter((fault) => faults.includes(fault)));
      }),
    );
  });

  it('tell a clerk of a payment that hangs, whether or not anybody is owed something for it', () => {
    expect(faultsOf({ ...soundView, moneyUnsettled: true })).toEqual(['money-unsettled']);
    expect(faultsOf({ ...soundView, moneyUnsettled: true, owedYen: 120 })).toEqual(['money-owed']);
    // There is nothing to pay out by hand.
    expect(tasksOf({ ...soundView, moneyUnsettled: true })).not.toContain('settle-money');
  });

  it('do not call a visit stuck that waits for something a clerk can mend', () => {
    expect(faultsOf({ ...soundView, ...FAULTY.paper, service: 'visit' })).toEqual(['paper']);
    expect(tasksOf({ ...soundView, ...FAULTY.paper, service: 'visit' })).toContain('reset-visit');
  });

  it('say nothing of a card that lies in the reader during a visit', () => {
    expect(faultsOf({ ...soundView, ...withDevice({ cardReader: 'occupied' }), service: 'visit' })).toEqual([
      'stuck-visit',
    ]);
  });
});

describe('the tasks', () => {
  it('of a sound terminal', () => {
    expect(tasksOf(soundView)).toEqual(['test-print', 'readiness', 'maintenance-on', 'restart', 'export-log']);
  });

  it('are those that make sense, whatever the terminal is in', () => {
    fc.assert(
      fc.property(anyView, (view) => {
        const tasks = tasksOf(view);
        const visit = view.service === 'visit';
        expect(tasks).toContain('export-log');
        expect(tasks).toContain('readiness');
        expect(tasks.includes('reset-visit')).toBe(visit);
        expect(tasks.includes('restart')).toBe(!visit);
        expect(tasks.includes('left-card')).toBe(view.cardLeft);
        expect(tasks.includes('left-paper')).toBe(view.paperLeft);
        expect(tasks.includes('settle-money')).toBe(view.owedYen > 0);
        expect(tasks.includes('maintenance-off')).toBe(view.maintenance);
        if (tasks.includes('maintenance-on')) expect(view.maintenance || visit).toBe(false);
        if (tasks.includes('test-print'))
          expect([visit, view.rightPerson, view.paperLeft, view.devices.pagePrinter]).toEqual([
            false,
            false,
            false,
            'ready',
          ]);
      }),
    );
  });

  it('are offered wherever a fault leads into one', () => {
    fc.assert(
      fc.property(anyView, (view) => {
        for (const fault of faultsOf(view)) {
          const { after } = RECOVERIES[fault];
          if (after.kind === 'task') expect(tasksOf(view)).toContain(after.task);
        }
      }),
    );
  });
});

describe('the readiness report', () => {
  it('is good in every item of a sound terminal', () => {
    const { items, ready } = readinessOf(soundView);
    expect(items).toEqual(READINESS_ITEMS.map((item) => ({ item, mark: 'good' })));
    expect(ready).toBe(true);
  });

  it.each<[string, Partial<OperatorView>, ReadinessItem, ReadinessMark, boolean]>([
    ['no directive', { directiveValid: false }, 'directive', 'bad', false],
    ['no line', { lineUp: false }, 'clock', 'unknown', false],
    ['a clock that is off', { clockOff: true }, 'clock', 'bad', false],
    ['paper for a while', { warnings: ['paper-low'] }, 'paper', 'soon', true],
    ['no paper', withDevice({ pagePrinter: 'paper' }), 'paper', 'bad', false],
    ['no paper', withDevice({ pagePrinter: 'paper' }), 'page-printer', 'good', false],
    ['a jam', withDevice({ pagePrinter: 'jam' }), 'page-printer', 'bad', false],
    ['a jam', withDevice({ pagePrinter: 'jam' }), 'paper', 'unknown', false],
    ['no toner', withDevice({ pagePrinter: 'toner' }), 'toner', 'bad', false],
    ['no roll', withDevice({ receiptPrinter: 'paper' }), 'receipt-roll', 'bad', false],
    ['a reader not looked at', withDevice({ cardReader: 'unknown' }), 'reader', 'unknown', false],
    ['no reader', withDevice({ cardReader: 'absent' }), 'reader', 'bad', false],
    ['no change', withDevice({ coinBox: 'no-change' }), 'change', 'bad', false],
    ['no change', withDevice({ coinBox: 'no-change' }), 'coin-box', 'good', false],
    ['coins up to the brim', { warnings: ['coins-nearly-full'] }, 'coin-box', 'soon', true],
    ['no cashless terminal', withDevice({ cashless: 'not-fitted' }), 'cashless', 'not-fitted', true],
    ['a dead cashless terminal', withDevice({ cashless: 'absent' }), 'cashless', 'bad', true],
    ['money owed', { owedYen: 1 }, 'money-settled', 'bad', false],
    ['money that is neither kept nor back', { moneyUnsettled: true }, 'money-settled', 'bad', false],
    ['a card left', { cardLeft: true }, 'nothing-left-behind', 'bad', false],
    ['a right-person failure', { rightPerson: true }, 'nothing-left-behind', 'bad', false],
    ['no warm visit process', { visitReady: false }, 'visit-process', 'bad', false],
    ['a visit', { visitReady: false, service: 'visit' }, 'visit-process', 'unknown', false],
    ['a log that cannot be written', { logHealthy: false }, 'event-log', 'bad', false],
  ])('with %s', (_, change, item, mark, ready) => {
    expect(markOf(change, item)).toBe(mark);
    expect(readinessOf({ ...soundView, ...change }).ready).toBe(ready);
  });

  it('never says ready where something is wrong that a resident would meet', () => {
    fc.assert(
      fc.property(anyView, (view) => {
        if (!readinessOf(view).ready) return;
        expect(faultsOf(view).filter((fault) => fault !== 'screens' && fault !== 'stuck-visit')).toEqual([]);
      }),
    );
  });
});
