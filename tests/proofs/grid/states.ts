/** Every state of a terminal in which a fault can strike, by what stands on the screen, and the way there. */
import type { ScreenName } from '../../../kiosk/snapshot.ts';
import type { Box } from '../box/box.ts';
import type { Resident } from '../box/people.ts';
import { goUntil } from '../box/resident-robot.ts';
import { CLERK } from '../box/vrs-model.ts';

export type GridState = {
  readonly name: string;
  readonly reach: (box: Box, who: Resident) => Promise<void>;
  /** What is wrong in the state itself is mended a moment after the fault struck, unless it is the fault. */
  readonly relieve?: (box: Box) => void;
};

const shows =
  (...names: readonly ScreenName[]) =>
  (screen: ScreenName) =>
    names.includes(screen);
const by = (name: ScreenName): GridState => ({ name, reach: (box, who) => goUntil(box, who, shows(name)) });

async function wrongPin(box: Box, who: Resident): Promise<void> {
  await goUntil(box, who, shows('pin'));
  for (const digit of [9, 9, 9, 9]) box.screens.touch({ type: 'digit', digit });
  await box.time.advance(1_500);
}

/** Signs the clerk in. The hash of the code is real work: it is waited for. */
export async function signIn(box: Box): Promise<void> {
  box.screens.touch({ type: 'staff' });
  await box.time.settle();
  for (const digit of CLERK.code) box.screens.touch({ type: 'digit', digit: Number(digit) });
  box.screens.touch({ type: 'next' });
  await box.time.until(() => box.screens.current()?.screen.name === 'operator-home');
  await box.time.settle();
}

export const GRID_STATES: readonly GridState[] = [
  {
    name: 'closed',
    async reach({ country, line, time }) {
      country.order({ service: { state: 'off', reason: { ja: '架空', en: 'synthetic' } } });
      line.changed.tell();
      await time.advance(2_000);
    },
  },
  { name: 'attract', reach: ({ time }) => time.advance(1_000) },
  { name: 'operator', reach: signIn },
  by('menu'),
  by('terms'),
  by('lay-card'),
  by('checking-card'),
  by('kind'),
  by('pin'),
  {
    name: 'last-try',
    async reach(box, who) {
      await wrongPin(box, who);
      await wrongPin(box, who);
      await goUntil(box, who, shows('last-try'));
    },
  },
  by('reading-card'),
  by('take-card'),
  by('municipality'),
  by('applying'),
  by('preview'),
  by('copies'),
  by('confirm'),
  by('payment'),
  {
    name: 'payment, coins in',
    async reach(box, who) {
      await goUntil(box, who, shows('payment'));
      box.insertCoin(100);
      await box.time.advance(100);
    },
  },
  {
    name: 'take-card-first',
    async reach(box, who) {
      await goUntil(box, who, shows('payment'));
      box.layCard(who);
      await box.time.advance(100);
      if (box.screens.current()?.screen.name !== 'take-card-first') throw new Error('Nobody asked for the card.');
    },
  },
  {
    name: 'returning-money',
    async reach(box, who) {
      await goUntil(box, who, shows('payment'));
      box.insertCoin(100);
      await box.time.advance(100);
      box.screens.touch({ type: 'cancel' });
      await box.time.settle();
    },
  },
  by('printing'),
  {
    name: 'printing, copy 2',
    async reach(box, who) {
      await goUntil(box, who, shows('printing'));
      while (box.printer.sheets.length === 0) await box.time.advance(100);
      await box.time.advance(1_200);
    },
  },
  {
    name: 'printer-attention',
    async reach(box, who) {
      await goUntil(box, who, shows('printing'));
      box.printer.setFault('paper');
      await goUntil(box, who, shows('printer-attention'));
    },
    relieve: ({ printer }) => printer.setFault('none'),
  },
  by('take-paper'),
  {
    name: 'misprint',
    async reach(box, who) {
      await goUntil(box, who, shows('take-paper'));
      box.screens.touch({ type: 'misprint' });
      await box.time.advance(100);
    },
  },
  {
    name: 'printing again',
    async reach(box, who) {
      await goUntil(box, who, shows('take-paper'));
      box.screens.touch({ type: 'misprint' });
      await box.time.advance(100);
      for (const digit of CLERK.code) box.screens.touch({ type: 'digit', digit: Number(digit) });
      box.screens.touch({ type: 'next' });
      await box.time.until(() => box.screens.current()?.screen.name === 'printing');
      await box.time.advance(500);
    },
  },
  by('receipt'),
  by('goodbye'),
  {
    name: 'refused',
    async reach(box, who) {
      box.line.upstream = 'refused';
      await goUntil(box, who, shows('refused'));
      box.line.upstream = null;
    },
  },
];
