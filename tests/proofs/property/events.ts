/**
 * Everything that can happen to two terminals, as plain data: a list of it can be printed, and played again.
 */
import fc from 'fast-check';
import { type UiAction, USUAL_OPTIONS } from '../../../kiosk/snapshot.ts';
import type { FeeFault } from '../box/fee-machine.ts';
import type { PrinterFault } from '../box/sheet-printer.ts';
import { MUNICIPALITY, type Upstream } from '../box/vrs-model.ts';

type At = { readonly box: 0 | 1 };
export type ProofEvent =
  /** The resident does what the screen asks for, so many times. */
  | (At & { kind: 'act'; who: 0 | 1 | 2 | 3; times: number })
  | (At & { kind: 'touch'; action: UiAction; screensAgo: number })
  | (At & { kind: 'lay-card'; who: 0 | 1 | 2 | 3 })
  | (At & { kind: 'lay-other-card' })
  | (At & { kind: 'take-card' })
  | (At & { kind: 'coin'; yen: 10 | 100 | 500 | 1000 })
  | (At & { kind: 'clerk-signs-in' })
  | (At & { kind: 'printer'; fault: PrinterFault })
  | (At & { kind: 'abort-job' })
  | (At & { kind: 'fee'; fault: FeeFault })
  | (At & { kind: 'receipts'; ready: boolean })
  | (At & { kind: 'reader'; plugged: boolean })
  | (At & { kind: 'line'; up: boolean })
  | (At & { kind: 'upstream'; what: Upstream })
  | (At & { kind: 'visit-dies' })
  | (At & { kind: 'visit-hangs' })
  | (At & { kind: 'host-dies' })
  | (At & { kind: 'power-cut' })
  | (At & { kind: 'clock'; byMs: number })
  | (At & { kind: 'command'; order: 'suspend' | 'resume' | 'release-right-person' | 'clear-paper' })
  | { kind: 'service'; on: boolean }
  | { kind: 'price'; copyYen: number }
  | { kind: 'wait'; ms: number };

const HOUR_MS = 3_600_000;
const box = fc.constantFrom(0 as const, 1 as const);
const who = fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const);
const of = <K extends ProofEvent['kind'], R extends object>(
  kind: K,
  rest: { [N in keyof R]: fc.Arbitrary<R[N]> },
): fc.Arbitrary<{ kind: K; box: 0 | 1 } & R> =>
  fc.tuple(box, fc.record(rest)).map(([at, more]) => ({ kind, box: at, ...more }) as { kind: K; box: 0 | 1 } & R);

const action: fc.Arbitrary<UiAction> = fc.oneof(
  fc.constantFrom<UiAction>(
    { type: 'start' },
    { type: 'agree' },
    { type: 'back' },
    { type: 'cancel' },
    { type: 'next' },
    { type: 'pay' },
    { type: 'misprint' },
    { type: 'more-time' },
    { type: 'reveal' },
    { type: 'help' },
    { type: 'close-help' },
    { type: 'language', language: 'zh' },
    { type: 'options', options: { ...USUAL_OPTIONS, slowPace: true, spokenGuidance: true } },
    { type: 'options', options: USUAL_OPTIONS },
    { type: 'stop-voice' },
    { type: 'staff' },
    { type: 'operator-lock' },
    { type: 'erase-digit' },
    { type: 'choose-kind', kind: 'domestic' },
    { type: 'choose-municipality', code: MUNICIPALITY },
    { type: 'operator-task', task: 'reset-visit' },
    { type: 'operator-task', task: 'left-paper' },
    { type: 'operator-answer', answer: 'yes' },
    { type: 'operator-answer', answer: 'screen-frozen' },
    { type: 'operator-answer', answer: 'kept-for-municipality' },
  ),
  fc.integer({ min: 0, max: 9 }).map((digit): UiAction => ({ type: 'digit', digit })),
  fc.integer({ min: 1, max: 3 }).map((copies): UiAction => ({ type: 'choose-copies', copies })),
);

const single: fc.Arbitrary<ProofEvent> = fc.oneof(
  { weight: 90, arbitrary: of('act', { who, times: fc.integer({ min: 1, max: 16 }) }) },
  { weight: 10, arbitrary: of('touch', { action, screensAgo: fc.constantFrom(0, 0, 0, 1, 2) }) },
  { weight: 3, arbitrary: of('lay-card', { who }) },
  { weight: 1, arbitrary: of('lay-other-card', {}) },
  { weight: 4, arbitrary: of('take-card', {}) },
  { weight: 6, arbitrary: of('coin', { yen: fc.constantFrom<10 | 100 | 500 | 1000>(10, 100, 500, 1000) }) },
  { weight: 1, arbitrary: of('clerk-signs-in', {}) },
  {
    weight: 3,
    arbitrary: of('printer', {
      fault: fc.constantFrom<PrinterFault>(
        ...(['none', 'none', 'none', 'none'] as const),
        'paper',
        'jam',
        'cover',
        'toner',
        'off',
      ),
    }),
  },
  { weight: 1, arbitrary: of('abort-job', {}) },
  {
    weight: 3,
    arbitrary: of('fee', {
      fault: fc.constantFrom<FeeFault>('none', 'none', 'none', 'coin-jam', 'no-change', 'offline'),
    }),
  },
  { weight: 1, arbitrary: of('receipts', { ready: fc.boolean() }) },
  { weight: 2, arbitrary: of('reader', { plugged: fc.constantFrom(true, true, true, false) }) },
  { weight: 2, arbitrary: of('line', { up: fc.constantFrom(true, true, true, false) }) },
  {
    weight: 9,
    arbitrary: of('upstream', {
      what: fc.constantFrom<Upstream>(
        ...([
          'right',
          'right',
          'right',
          'right',
          'right',
          'right',
          'late',
          'lost',
          'another-answer',
          'another-answer-renamed',
        ] as const),
        ...(['another-person', 'refused', 'garbled'] as const),
      ),
    }),
  },
  { weight: 1, arbitrary: of('visit-dies', {}) },
  { weight: 1, arbitrary: of('visit-hangs', {}) },
  { weight: 1, arbitrary: of('host-dies', {}) },
  { weight: 1, arbitrary: of('power-cut', {}) },
  { weight: 1, arbitrary: of('clock', { byMs: fc.constantFrom(HOUR_MS, -HOUR_MS) }) },
  {
    weight: 8,
    arbitrary: of('command', {
      order: fc.constantFrom<'suspend' | 'resume' | 'release-right-person' | 'clear-paper'>(
        ...(['suspend', 'resume', 'resume', 'resume', 'release-right-person', 'clear-paper', 'clear-paper'] as const),
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('service' as const), on: fc.constantFrom(true, true, false) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('price' as const), copyYen: fc.constantFrom(120, 300) }) },
  {
    weight: 22,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.constantFrom(50, 400, 1_000, 1_000, 3_000, 25_000, 95_000),
    }),
  },
);

/** So many events in a row. */
export const eventList = (length: number): fc.Arbitrary<ProofEvent[]> =>
  fc.array(single, { minLength: length, maxLength: length });
