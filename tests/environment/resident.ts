/**
 * A resident's hands: lays the card down, types, chooses, pays, takes card, paper and receipt. Plays a visit on scripted screens
 * and tells each step. The same faults can be ordered by name on the command line and in tests.
 */
import type { SyntheticPassport } from '../../card-reader/passport/virtual/index.ts';
import { buildSyntheticCard, findSyntheticPerson, type SyntheticPerson } from '../../card-reader/virtual/index.ts';
import { ACCEPTED_YEN, type AcceptedYen } from '../../kiosk/payment/virtual/index.ts';
import type { ScreenName, Snapshot } from '../../kiosk/snapshot.ts';
import { typeClerkCodes } from './clerk.ts';
import type { Devices } from './devices.ts';
import type { Screens } from './scripted-screens.ts';
import { SYNTHETIC_CLERK } from './synthetic-directive.ts';
import { type FaultName, prepareFault } from './visit-faults.ts';

export type VisitPlan = {
  person: string;
  /** Name (Japanese or English) or code of the municipality. */
  municipality: string;
  kind: 'domestic' | 'overseas';
  copies: number;
  pin?: string;
  /** Laid down where one is asked for; without it the resident stops there. */
  passport?: SyntheticPassport;
  faults?: readonly FaultName[];
  /** What the clerk types when the resident reports a misprint; by default the right code, once, with the fault `misprint`. */
  clerkCodes?: readonly string[];
  /** False leaves the money to the test. */
  pays?: boolean;
  /** What the resident puts in; the exact sum otherwise. */
  coins?: readonly AcceptedYen[];
};

export type Step = { step: string; detail?: string | number };

/** What ends a visit on the screen, beyond which there is nothing more to do. */
const LAST_SCREENS: readonly ScreenName[] = ['goodbye', 'refused', 'out-of-service', 'attract'];

export async function playVisit(
  plan: VisitPlan,
  o: { screens: Screens; devices: Devices; onStep: (step: Step) => void },
): Promise<Snapshot> {
  const { screens, devices, onStep } = o;
  const person = findSyntheticPerson(plan.person);
  if (person === undefined) throw new Error(`There is no synthetic person called ${plan.person}.`);
  const card = buildSyntheticCard(person, plan.faults?.includes('pin-locked') ? { pinTries: 0 } : {});
  for (const fault of plan.faults ?? []) prepareFault(fault, { card, devices });
  await screens.until(['attract'], 60_000);

  const clerkCodes = plan.clerkCodes ?? (plan.faults?.includes('misprint') ? [SYNTHETIC_CLERK.code] : []);
  let reported = false;
  let visited = 0;
  let paid = false;
  for (;;) {
    const snapshot = await screens.until(SCREENS);
    const { screen } = snapshot;
    onStep({ step: screen.name });
    visited += 1;
    if (visited > 200) throw new Error(`The visit goes round in circles at ${screen.name}.`);
    if (visited > 1 && LAST_SCREENS.includes(screen.name)) {
      devices.reader.remove();
      return snapshot;
    }
    switch (screen.name) {
      case 'attract':
        screens.tap({ type: 'start' });
        break;
      case 'menu':
        screens.tap({ type: 'next' });
        break;
      case 'terms':
        screens.tap({ type: 'agree' });
        break;
      case 'lay-card':
        if (devices.reader.card === undefined) devices.reader.insert(card);
        break;
      case 'kind':
        screens.tap({ type: 'choose-kind', kind: plan.kind });
        break;
      case 'last-try':
        screens.tap({ type: 'next' });
        break;
      case 'pin':
        typePin(screens, pinFor(person, plan, screen.wrong));
        break;
      case 'take-card':
      case 'take-card-first':
        devices.reader.remove();
        break;
      case 'municipality': {
        const wanted = screen.municipalities.find(
          ({ code, name }) =>
            code === plan.municipality || name.ja === plan.municipality || name.en === plan.municipality,
        );
        if (wanted === undefined) throw new Error(`The screen offers no municipality called ${plan.municipality}.`);
        if (!wanted.takingPart) {
          onStep({ step: 'not-taking-part', detail: wanted.code });
          screens.tap({ type: 'cancel' });
          break;
        }
        screens.tap({ type: 'choose-municipality', code: wanted.code });
        break;
      }
      case 'scan-passport':
        if (plan.passport === undefined) screens.tap({ type: 'cancel' });
        else devices.passportScanner.lay(plan.passport.zone.text);
        break;
      case 'lay-passport':
        if (plan.passport !== undefined && devices.reader.card === undefined) devices.reader.insert(plan.passport.card);
        break;
      case 'take-passport':
        devices.reader.remove();
        break;
      case 'preview':
        screens.tap({ type: 'next' });
        break;
      case 'copies':
        screens.tap({ type: 'choose-copies', copies: plan.copies });
        screens.tap({ type: 'next' });
        break;
      case 'confirm':
        screens.tap({ type: 'pay' });
        break;
      case 'payment':
        if (paid || plan.pays === false) break;
        paid = true;
        void insertCoins(devices, plan.coins ?? coinsFor(screen.totalYen));
        break;
      case 'take-paper':
        onStep({ step: 'paper', detail: devices.pagePrinter.takePaper() });
        if (clerkCodes.length > 0 && screen.reprintAllowed && !reported) {
          reported = true;
          screens.tap({ type: 'misprint' });
          break;
        }
        screens.tap({ type: 'next' });
        break;
      case 'misprint':
        await typeClerkCodes(screens, clerkCodes, (detail) => onStep({ step: 'clerk-code', detail }));
        break;
      case 'receipt':
        screens.tap({ type: 'next' });
        break;
      default:
        break;
    }
    await screens.change(snapshot);
  }
}

/** Every screen; the loop above takes whatever comes. */
const SCREENS: readonly ScreenName[] = [
  'attract',
  'menu',
  'terms',
  'lay-card',
  'checking-card',
  'kind',
  'pin',
  'last-try',
  'reading-card',
  'take-card',
  'municipality',
  'applying',
  'scan-passport',
  'lay-passport',
  'reading-passport',
  'take-passport',
  'preview',
  'copies',
  'confirm',
  'take-card-first',
  'payment',
  'returning-money',
  'printing',
  'printer-attention',
  'take-paper',
  'misprint',
  'receipt',
  'goodbye',
  'refused',
  'out-of-service',
  'operator-code',
  'operator-home',
  'operator-step',
  'operator-question',
  'operator-working',
  'operator-readiness',
  'operator-result',
];

function pinFor(person: SyntheticPerson, plan: VisitPlan, wrongBefore: boolean): string {
  if (plan.pin !== undefined) return plan.pin;
  if (plan.faults?.includes('wrong-pin') && !wrongBefore) return person.pin === '9999' ? '9998' : '9999';
  return person.pin;
}

function typePin(screens: Screens, pin: string): void {
  for (const digit of pin) screens.tap({ type: 'digit', digit: Number(digit) });
}

/** Puts coins in one by one; a coin that falls through, because the slot is not open yet, is put in again. */
async function insertCoins(devices: Devices, coins: readonly AcceptedYen[]): Promise<void> {
  for (const coin of coins) {
    for (let attempt = 0; attempt < 100 && devices.coinBox.insert(coin) === 'fell-through'; attempt += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** The fewest coins and notes that pay a sum. */
export function coinsFor(totalYen: number): AcceptedYen[] {
  const coins: AcceptedYen[] = [];
  let rest = totalYen;
  for (const yen of [...ACCEPTED_YEN].sort((a, b) => b - a)) {
    while (rest >= yen) {
      coins.push(yen);
      rest -= yen;
    }
  }
  return coins;
}
