/** For tests: snapshots of invented screens. */
import * as v from 'valibot';
import { type Screen, type Snapshot, SnapshotSchema, USUAL_OPTIONS } from '../../snapshot.ts';

const CLOSED = {
  name: 'out-of-service',
  terminalId: 'SYN-0001',
  build: '0',
  at: '2026-11-21T11:47:00Z',
  hours: null,
} as const;

/** One of each screen a visit can show, with something typed, paid and named where there is room for it. */
export const SCREENS: readonly Screen[] = [
  { ...CLOSED, cause: 'maintenance', refundOwedYen: 0 },
  {
    name: 'attract',
    priceYen: 120,
    kinds: ['domestic'],
    means: ['coins'],
    hours: { from: '06:30', to: '23:00' },
    notice: null,
  },
  { name: 'menu', priceYen: 120, means: ['coins'], hours: { from: '06:30', to: '23:00' } },
  { name: 'terms', text: { ja: '規約', en: 'Terms' } },
  { name: 'lay-card', problem: 'none' },
  { name: 'checking-card' },
  { name: 'kind', kinds: ['domestic', 'overseas'] },
  { name: 'pin', digits: 0, triesLeft: 3, wrong: false },
  { name: 'last-try' },
  { name: 'reading-card' },
  { name: 'take-card', reason: 'done' },
  { name: 'municipality', municipalities: [] },
  { name: 'applying' },
  { name: 'scan-passport', problem: 'none' },
  { name: 'lay-passport', problem: 'none' },
  { name: 'reading-passport' },
  { name: 'take-passport', reason: 'done' },
  { name: 'preview', facts: null, pages: 1 },
  { name: 'copies', copies: 2, maxCopies: 10, copyYen: 120 },
  { name: 'confirm', kind: 'domestic', municipality: { ja: '見本市', en: 'Mihon' }, copies: 2, totalYen: 240 },
  { name: 'take-card-first', totalYen: 240 },
  { name: 'payment', totalYen: 240, insertedYen: 100, means: ['coins'] },
  { name: 'returning-money', yen: 100 },
  { name: 'printing', copy: 1, copies: 2 },
  { name: 'printer-attention', cause: 'jam', again: false },
  { name: 'take-paper', copies: 2, reprintAllowed: false, reprint: 'none' },
  { name: 'misprint', digits: 0, wrong: false, lockedOut: false },
  { name: 'receipt', printed: true, changeYen: 60 },
  { name: 'goodbye' },
  { name: 'refused', refusal: 'BUSY', refundYen: 0 },
];

export const CARD_LEFT: Extract<Screen, { name: 'out-of-service' }> = {
  ...CLOSED,
  cause: 'needs-staff-card-left',
  refundOwedYen: 0,
};

export function screenNamed<Name extends Screen['name']>(name: Name): Screen {
  const found = SCREENS.find((screen) => screen.name === name);
  if (found === undefined) throw new Error(`There is no sample of ${name}.`);
  return found;
}

export function snapshotOf(screen: Screen, screenSeq = 1, changes: Partial<Omit<Snapshot, 'screen'>> = {}): Snapshot {
  return v.parse(SnapshotSchema, {
    v: 1,
    screenSeq,
    language: 'ja',
    options: USUAL_OPTIONS,
    voice: { volumePercent: 80, stopped: false, headphones: 'unknown' },
    idleWarningSeconds: null,
    allows: { back: false, cancel: true, help: true },
    help: false,
    screen,
    ...changes,
  });
}
