/**
 * What the screen shows for each state of the visit: a pure function, exhaustive over the machines' states. Screens and the
 * terminal's status both derive from it.
 */
import type { SnapshotFrom } from 'xstate';
import type { Screen } from '../../snapshot.ts';
import type { applyMachine } from './apply.ts';
import type { chooseMachine } from './choose.ts';
import type { handOverMachine } from './hand-over.ts';
import type { identifyMachine } from './identify.ts';
import type { passportMachine } from './passport.ts';
import type { VisitScreenName } from './patience.ts';
import type { printMachine } from './print.ts';
import type { visitMachine } from './visit.ts';

export type VisitSnapshot = SnapshotFrom<typeof visitMachine>;
export type VisitScreen = Extract<Screen, { name: VisitScreenName }>;
export type Painted = { screen: VisitScreen; allows: { back: boolean; cancel: boolean } };

const neither = { back: false, cancel: false };
const cancel = { back: false, cancel: true };
const both = { back: true, cancel: true };

/** The screen for a visit snapshot, or null once the visit is over. */
export function paintVisit(snapshot: VisitSnapshot): Painted | null {
  const { context, children } = snapshot;
  const journey = snapshot.value.journey;
  switch (journey) {
    case 'menu':
      return { screen: { name: 'menu', priceYen: context.copyYen }, allows: cancel };
    case 'terms':
      return { screen: { name: 'terms', text: context.terms }, allows: both };
    case 'identifying':
      return children.identify ? paintIdentify(children.identify.getSnapshot()) : null;
    case 'applying':
      return children.apply ? paintApply(children.apply.getSnapshot()) : null;
    case 'readingPassport':
      return children.passport ? paintPassport(children.passport.getSnapshot()) : null;
    case 'choosing':
      return children.choose && context.issued ? paintChoose(children.choose.getSnapshot(), snapshot) : null;
    case 'paying': {
      const pay = children.pay?.getSnapshot();
      const totalYen = context.copies * context.copyYen;
      return { screen: { name: 'payment', totalYen, insertedYen: pay?.context.insertedYen ?? 0 }, allows: cancel };
    }
    case 'printing':
      return children.print ? paintPrint(children.print.getSnapshot()) : null;
    case 'handingOver':
      return children.handOver ? paintHandOver(children.handOver.getSnapshot()) : null;
    case 'returningMoney':
      return { screen: { name: 'returning-money', yen: context.insertedYen }, allows: neither };
    case 'clearingReader':
      if (context.applyAgainIn !== null) return { screen: { name: 'take-passport', reason: 'ended' }, allows: neither };
      return { screen: { name: 'take-card', reason: 'ended' }, allows: neither };
    case 'refusedWithCard':
      return { screen: { name: 'take-card', reason: 'ended' }, allows: neither };
    case 'refused':
      return {
        screen: { name: 'refused', refusal: context.refusal ?? 'UNAVAILABLE', refundYen: context.refundYen },
        allows: neither,
      };
    case 'ended':
      return null;
    default: {
      const never: never = journey;
      throw new Error(`Unpainted state ${String(never)}`);
    }
  }
}

function paintIdentify({ value, context }: SnapshotFrom<typeof identifyMachine>): Painted {
  switch (value) {
    case 'layingCard':
      return { screen: { name: 'lay-card', problem: context.problem }, allows: cancel };
    case 'checkingCard':
      return { screen: { name: 'checking-card' }, allows: neither };
    case 'removingBadCard':
    case 'refused':
      return { screen: { name: 'take-card', reason: 'ended' }, allows: neither };
    case 'choosingKind':
      return { screen: { name: 'kind', kinds: [...context.kinds] }, allows: cancel };
    case 'confirmingLastTry':
    case 'beforePin':
      return { screen: { name: 'last-try' }, allows: cancel };
    case 'enteringPin':
      return {
        screen: { name: 'pin', digits: context.digits, triesLeft: context.triesLeft, wrong: context.wrong },
        allows: cancel,
      };
    case 'verifyingPin':
    case 'lockedCard':
    case 'readingCard':
      return { screen: { name: 'reading-card' }, allows: neither };
    case 'takingCard':
    case 'identified':
      return { screen: { name: 'take-card', reason: 'done' }, allows: neither };
    default: {
      const never: never = value;
      throw new Error(`Unpainted state ${String(never)}`);
    }
  }
}

function paintApply({ value, context }: SnapshotFrom<typeof applyMachine>): Painted {
  switch (value) {
    case 'choosingMunicipality':
      return { screen: { name: 'municipality', municipalities: [...context.municipalities] }, allows: cancel };
    case 'applying':
    case 'answered':
      return { screen: { name: 'applying' }, allows: neither };
    default: {
      const never: never = value;
      throw new Error(`Unpainted state ${String(never)}`);
    }
  }
}

function paintPassport({ value, context }: SnapshotFrom<typeof passportMachine>): Painted {
  switch (value) {
    case 'scanningPage':
      return { screen: { name: 'scan-passport', problem: context.scanProblem }, allows: cancel };
    case 'layingPassport':
      return { screen: { name: 'lay-passport', problem: context.passportProblem }, allows: cancel };
    case 'readingPassport':
      return { screen: { name: 'reading-passport' }, allows: neither };
    case 'removingForReading':
    case 'removingForScan':
      return { screen: { name: 'take-passport', reason: 'again' }, allows: neither };
    case 'takingPassport':
    case 'ended':
      return {
        screen: { name: 'take-passport', reason: context.refusal === null ? 'done' : 'ended' },
        allows: neither,
      };
    default: {
      const never: never = value;
      throw new Error(`Unpainted state ${String(never)}`);
    }
  }
}

function paintChoose(choose: SnapshotFrom<typeof chooseMachine>, visit: VisitSnapshot): Painted | null {
  const { issued, kind, copyYen } = visit.context;
  if (issued === null || kind === null) return null;
  const { copies, maxCopies } = choose.context;
  if (choose.matches('preview')) {
    const hidden = choose.matches({ preview: 'hidden' });
    return { screen: { name: 'preview', facts: issued.facts, pages: issued.pages, hidden }, allows: cancel };
  }
  if (choose.matches('choosingCopies')) return { screen: { name: 'copies', copies, maxCopies, copyYen }, allows: both };
  return {
    screen: { name: 'confirm', kind, municipality: issued.municipality.name, copies, totalYen: copies * copyYen },
    allows: both,
  };
}

function paintPrint({ context }: SnapshotFrom<typeof printMachine>): Painted {
  if (context.attention !== null)
    return { screen: { name: 'printer-attention', cause: context.attention, again: false }, allows: neither };
  const copy = Math.min(context.confirmedCopies + 1, context.copies);
  return { screen: { name: 'printing', copy, copies: context.copies }, allows: neither };
}

function paintHandOver(handOver: SnapshotFrom<typeof handOverMachine>): Painted | null {
  const { value, context } = handOver;
  const { settled, digits, wrong, lockedOut } = context;
  switch (value) {
    case 'settling':
      return {
        screen: { name: 'printing', copy: context.confirmedCopies, copies: context.confirmedCopies },
        allows: neither,
      };
    case 'takingPaper':
      return {
        screen: {
          name: 'take-paper',
          copies: context.confirmedCopies,
          reprintAllowed: handOver.can({ type: 'UI.misprint' }),
          reprint: context.reprint,
        },
        allows: neither,
      };
    case 'confirmingMisprint':
      return { screen: { name: 'misprint', digits, wrong, lockedOut }, allows: { back: true, cancel: false } };
    case 'checkingCode':
      return { screen: { name: 'misprint', digits, wrong, lockedOut }, allows: neither };
    case 'reprinting':
      return context.attention === null
        ? { screen: { name: 'printing', copy: 1, copies: 1 }, allows: neither }
        : { screen: { name: 'printer-attention', cause: context.attention, again: true }, allows: neither };
    case 'takingReceipt':
      return {
        screen: { name: 'receipt', printed: settled?.receiptPrinted ?? false, changeYen: settled?.changeYen ?? 0 },
        allows: neither,
      };
    case 'goodbye':
      return { screen: { name: 'goodbye' }, allows: neither };
    // Over before the visit has said what comes next: what stands on the screen stays.
    case 'done':
      return null;
    default: {
      const never: never = value;
      throw new Error(`Unpainted state ${String(never)}`);
    }
  }
}
