/**
 * What the screen shows for each state of each part of the visit, and what the resident may do there. A part that is over, or
 * that has not begun to wait, paints nothing.
 */
import type { SnapshotFrom } from 'xstate';
import type { Screen, Snapshot } from '../../snapshot.ts';
import type { applyMachine } from './apply.ts';
import type { chooseMachine } from './choose.ts';
import type { handOverMachine } from './hand-over.ts';
import type { identifyMachine } from './identify.ts';
import type { passportMachine } from './passport.ts';
import type { VisitScreenName } from './patience.ts';
import type { payMachine } from './pay.ts';
import type { printMachine } from './print.ts';
import type { VisitContext } from './visit-types.ts';

type Allows = Snapshot['allows'];
export type VisitScreen = Extract<Screen, { name: VisitScreenName }>;
export type Painted = { screen: VisitScreen; allows: Allows };

/** A device is at work: there is nothing for the resident to decide. */
export const nothing: Allows = { back: false, cancel: false, help: false };
/** Nothing but what is named. */
export const and = (...allowed: readonly (keyof Allows)[]): Allows => ({
  back: allowed.includes('back'),
  cancel: allowed.includes('cancel'),
  help: allowed.includes('help'),
});

const unpainted = (state: never): never => {
  throw new Error(`Unpainted state ${String(state)}`);
};

export function paintIdentify({ value, context }: SnapshotFrom<typeof identifyMachine>): Painted | null {
  const { problem, kinds, digits, triesLeft, wrong } = context;
  switch (value) {
    case 'layingCard':
      return { screen: { name: 'lay-card', problem }, allows: and('back', 'cancel', 'help') };
    case 'checkingCard':
      return { screen: { name: 'checking-card' }, allows: and('cancel') };
    case 'removingBadCard':
      return { screen: { name: 'take-card', reason: 'ended' }, allows: and('help') };
    case 'choosingKind':
      return { screen: { name: 'kind', kinds: [...kinds] }, allows: and('cancel', 'help') };
    case 'confirmingLastTry':
      return { screen: { name: 'last-try' }, allows: and('back', 'cancel', 'help') };
    case 'enteringPin':
      return { screen: { name: 'pin', digits, triesLeft, wrong }, allows: and('back', 'cancel', 'help') };
    // A try may be on its way to the card: nothing interrupts it.
    case 'verifyingPin':
    case 'readingCard':
      return { screen: { name: 'reading-card' }, allows: nothing };
    case 'takingCard':
      return { screen: { name: 'take-card', reason: 'done' }, allows: and('help') };
    case 'beforePin':
    case 'identified':
    case 'refused':
      return null;
    default:
      return unpainted(value);
  }
}

export function paintApply({ value, context }: SnapshotFrom<typeof applyMachine>): Painted | null {
  switch (value) {
    case 'choosingMunicipality':
      return {
        screen: { name: 'municipality', municipalities: [...context.municipalities] },
        allows: and('cancel', 'help'),
      };
    case 'applying':
      return { screen: { name: 'applying' }, allows: and('cancel') };
    case 'answered':
      return null;
    default:
      return unpainted(value);
  }
}

export function paintPassport({ value, context }: SnapshotFrom<typeof passportMachine>): Painted | null {
  const reason = context.refusal === null ? 'done' : 'ended';
  switch (value) {
    case 'scanningPage':
      return { screen: { name: 'scan-passport', problem: context.scanProblem }, allows: and('cancel', 'help') };
    case 'layingPassport':
      return {
        screen: { name: 'lay-passport', problem: context.passportProblem },
        allows: and('back', 'cancel', 'help'),
      };
    case 'readingPassport':
      return { screen: { name: 'reading-passport' }, allows: and('cancel') };
    case 'removingForReading':
    case 'removingForScan':
      return { screen: { name: 'take-passport', reason: 'again' }, allows: and('help') };
    case 'takingPassport':
      return { screen: { name: 'take-passport', reason }, allows: and('help') };
    case 'ended':
      return null;
    default:
      return unpainted(value);
  }
}

export function paintChoose(choose: SnapshotFrom<typeof chooseMachine>, visit: VisitContext): Painted | null {
  const { issued, kind, copyYen } = visit;
  const { copies, maxCopies } = choose.context;
  if (issued === null || kind === null || choose.status !== 'active') return null;
  if (choose.matches('preview')) {
    const facts = choose.matches({ preview: 'hidden' }) ? null : issued.facts;
    return { screen: { name: 'preview', facts, pages: issued.pages }, allows: and('cancel', 'help') };
  }
  const allows = and('back', 'cancel', 'help');
  if (choose.matches('choosingCopies')) return { screen: { name: 'copies', copies, maxCopies, copyYen }, allows };
  const municipality = issued.municipality.name;
  return { screen: { name: 'confirm', kind, municipality, copies, totalYen: copies * copyYen }, allows };
}

export function paintPay({ value, context }: SnapshotFrom<typeof payMachine>): Painted | null {
  const { dueYen: totalYen, insertedYen, means, cardInReader } = context;
  const allows = and('cancel', 'help');
  switch (value) {
    case 'takingCard':
      return { screen: { name: 'take-card-first', totalYen }, allows };
    case 'collecting':
      if (cardInReader) return { screen: { name: 'take-card-first', totalYen }, allows };
      return { screen: { name: 'payment', totalYen, insertedYen, means: [...means] }, allows };
    case 'beginning':
    case 'readerEmptied':
    case 'ended':
      return null;
    default:
      return unpainted(value);
  }
}

export function paintPrint({ value, context }: SnapshotFrom<typeof printMachine>, totalYen: number): Painted | null {
  const { attention, confirmedCopies, copies } = context;
  switch (value) {
    case 'takingCard':
      return { screen: { name: 'take-card-first', totalYen }, allows: and('help') };
    case 'printing':
      return attention === null
        ? { screen: { name: 'printing', copy: confirmedCopies + 1, copies }, allows: nothing }
        : { screen: { name: 'printer-attention', cause: attention, again: false }, allows: nothing };
    case 'beforeCopy':
    case 'askingAgain':
    case 'ended':
      return null;
    default:
      return unpainted(value);
  }
}

export function paintHandOver(handOver: SnapshotFrom<typeof handOverMachine>): Painted | null {
  const { value, context } = handOver;
  const { settled, digits, wrong, lockedOut, confirmedCopies, reprint } = context;
  switch (value) {
    case 'settling':
      return { screen: { name: 'printing', copy: confirmedCopies, copies: confirmedCopies }, allows: nothing };
    case 'takingPaper': {
      const reprintAllowed = handOver.can({ type: 'UI.misprint' });
      return { screen: { name: 'take-paper', copies: confirmedCopies, reprintAllowed, reprint }, allows: and('help') };
    }
    case 'confirmingMisprint':
      return { screen: { name: 'misprint', digits, wrong, lockedOut }, allows: and('back', 'help') };
    case 'checkingCode':
      return { screen: { name: 'misprint', digits, wrong, lockedOut }, allows: nothing };
    case 'reprinting':
      return context.attention === null
        ? { screen: { name: 'printing', copy: 1, copies: 1 }, allows: nothing }
        : { screen: { name: 'printer-attention', cause: context.attention, again: true }, allows: nothing };
    case 'takingReceipt':
      return {
        screen: { name: 'receipt', printed: settled?.receiptPrinted ?? false, changeYen: settled?.changeYen ?? 0 },
        allows: and('help'),
      };
    case 'goodbye':
      return { screen: { name: 'goodbye' }, allows: nothing };
    // Over before the visit has said what comes next: what stands on the screen stays.
    case 'done':
      return null;
    default:
      return unpainted(value);
  }
}
