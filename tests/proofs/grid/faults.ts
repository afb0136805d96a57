/** Every fault that strikes, and how it is mended when it does not mend itself. */
import type { Box } from '../box/box.ts';
import { RESIDENTS, transitCard } from '../box/people.ts';

export type FaultGroup =
  | 'card and reader'
  | 'line and center'
  | 'page printer'
  | 'fee and receipt'
  | 'process and power'
  | 'orders and clock';

export type GridFault = {
  readonly group: FaultGroup;
  readonly name: string;
  readonly strike: (box: Box) => void;
  /** Once the visit is over, or after the wait; absent where nothing is to be mended. */
  readonly mend?: (box: Box) => Promise<void> | void;
};

const HOUR_MS = 3_600_000;
const [, another] = RESIDENTS;

const printer = (fault: 'paper' | 'jam' | 'cover' | 'toner' | 'off', name: string): GridFault => ({
  group: 'page printer',
  name,
  strike: (box) => box.printer.setFault(fault),
  mend: (box) => box.printer.setFault('none'),
});
const fee = (fault: 'coin-jam' | 'no-change' | 'offline', name: string): GridFault => ({
  group: 'fee and receipt',
  name,
  strike: (box) => box.fee.setFault(fault),
  mend: (box) => box.fee.setFault('none'),
});
const upstream = (name: string, what: Box['line']['upstream']): GridFault => ({
  group: 'line and center',
  name,
  strike(box) {
    box.line.upstream = what;
  },
  mend(box) {
    box.line.upstream = null;
  },
});
const order = (name: string, change: Parameters<Box['country']['order']>[0]): GridFault => ({
  group: 'orders and clock',
  name,
  strike(box) {
    box.country.order(change);
    box.line.changed.tell();
  },
});
const startAgain = async (box: Box): Promise<void> => {
  if (!box.hostIsUp) await box.startHost();
};

export const GRID_FAULTS: readonly GridFault[] = [
  {
    group: 'card and reader',
    name: 'resident walks away',
    strike: (box) => {
      box.residentIsThere = false;
    },
  },
  { group: 'card and reader', name: 'card pulled', strike: (box) => box.takeCard() },
  {
    group: 'card and reader',
    name: 'a card of another kind',
    strike: (box) => box.layOtherCard(transitCard()),
    mend: (box) => box.takeCard(),
  },
  {
    group: 'card and reader',
    name: "another person's card",
    strike: (box) => box.layOtherCard(another.card),
    mend: (box) => box.takeCard(),
  },
  {
    group: 'card and reader',
    name: 'reader lost',
    strike: (box) => box.reader.unplug(),
    mend: (box) => box.reader.plug(),
  },
  {
    group: 'line and center',
    name: 'line lost',
    strike(box) {
      box.line.isUp = false;
      box.line.changed.tell();
    },
    mend(box) {
      box.line.isUp = true;
      box.line.changed.tell();
    },
  },
  upstream('late answer', 'late'),
  upstream('no answer', 'lost'),
  upstream('foreign answer', 'another-answer'),
  upstream('foreign answer, renamed', 'another-answer-renamed'),
  upstream("another person's record", 'another-person'),
  printer('paper', 'paper out'),
  printer('jam', 'jam'),
  printer('cover', 'cover open'),
  printer('toner', 'toner empty'),
  printer('off', 'power off'),
  { group: 'page printer', name: 'job aborted', strike: (box) => box.printer.abortJob() },
  fee('coin-jam', 'coin jam'),
  fee('no-change', 'no change'),
  fee('offline', 'coin box offline'),
  {
    group: 'fee and receipt',
    name: 'coin box power cut',
    strike(box) {
      box.fee.closeSlot();
      box.fee.setFault('offline');
      setTimeout(() => box.fee.setFault('none'), 5_000);
    },
  },
  {
    group: 'fee and receipt',
    name: 'receipt roll out',
    strike(box) {
      box.receipts.isReady = false;
    },
    mend(box) {
      box.receipts.isReady = true;
    },
  },
  { group: 'process and power', name: 'visit process dies', strike: (box) => box.visit?.crash() },
  { group: 'process and power', name: 'visit process hangs', strike: (box) => box.visit?.hang() },
  { group: 'process and power', name: 'host dies', strike: (box) => box.crashHost(), mend: startAgain },
  { group: 'process and power', name: 'power cut', strike: (box) => box.cutPower(), mend: startAgain },
  order('service off', { service: { state: 'off', reason: { ja: '架空', en: 'synthetic' } } }),
  {
    group: 'orders and clock',
    name: 'municipality off',
    strike(box) {
      const municipalities = box.country.directive.municipalities.map((one) => ({ ...one, takingPart: false }));
      box.country.order({ municipalities });
      box.line.changed.tell();
    },
  },
  order('price change', { prices: [{ effectiveFrom: '2022-07-26T00:00:00.000Z', copyYen: 350 }] }),
  { group: 'orders and clock', name: 'suspend', strike: (box) => box.command({ kind: 'suspend' }) },
  {
    group: 'orders and clock',
    name: 'clock +1 h',
    strike: (box) => box.jumpClock(HOUR_MS),
    mend: (box) => box.jumpClock(-HOUR_MS),
  },
  {
    group: 'orders and clock',
    name: 'clock -1 h',
    strike: (box) => box.jumpClock(-HOUR_MS),
    mend: (box) => box.jumpClock(HOUR_MS),
  },
];
