/**
 * What the screen shows for each state of the visit: a pure function, exhaustive over the machines' states. Screens and the
 * terminal's status both derive from it.
 */
import type { SnapshotFrom } from 'xstate';
import {
  and,
  nothing,
  type Painted,
  paintApply,
  paintChoose,
  paintHandOver,
  paintIdentify,
  paintPassport,
  paintPay,
  paintPrint,
} from './paint-parts.ts';
import type { visitMachine } from './visit.ts';

export type VisitSnapshot = SnapshotFrom<typeof visitMachine>;

/** The screen for a visit snapshot; null where nothing new is to be painted: what stands on the screen stays. */
export function paintVisit(snapshot: VisitSnapshot): Painted | null {
  const { context, children } = snapshot;
  const journey = snapshot.value.journey;
  const totalYen = context.copies * context.copyYen;
  switch (journey) {
    case 'menu':
      return {
        screen: {
          name: 'menu',
          priceYen: context.copyYen,
          means: [...context.paymentMeans],
          hours: { ...context.hours },
        },
        allows: and('cancel', 'help'),
      };
    case 'terms':
      return { screen: { name: 'terms', text: context.terms }, allows: and('back', 'cancel', 'help') };
    case 'identifying':
      return children.identify ? paintIdentify(children.identify.getSnapshot()) : null;
    case 'applying':
      return children.apply ? paintApply(children.apply.getSnapshot()) : null;
    case 'readingPassport':
      return children.passport ? paintPassport(children.passport.getSnapshot()) : null;
    case 'choosing':
      return children.choose ? paintChoose(children.choose.getSnapshot(), context) : null;
    case 'paying':
      return children.pay ? paintPay(children.pay.getSnapshot()) : null;
    case 'printing':
      return children.print ? paintPrint(children.print.getSnapshot(), totalYen) : null;
    case 'handingOver':
      return children.handOver ? paintHandOver(children.handOver.getSnapshot()) : null;
    case 'returningMoney':
      return { screen: { name: 'returning-money', yen: context.insertedYen }, allows: nothing };
    case 'clearingReader':
      return { screen: { name: `take-${context.laidDown}`, reason: 'ended' }, allows: and('help') };
    case 'refused':
      return {
        screen: { name: 'refused', refusal: context.refusal ?? 'UNAVAILABLE', refundYen: context.refundYen },
        allows: and('help'),
      };
    case 'ended':
      return null;
    default: {
      const never: never = journey;
      throw new Error(`Unpainted state ${String(never)}`);
    }
  }
}
