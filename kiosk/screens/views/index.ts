/** The one map from screen to view. A screen without a view does not compile. */
import type { VNode } from 'preact';
import type { ScreenName } from '../../snapshot.ts';
import type { View, ViewProps } from '../view.ts';
import { AttractView } from './attract.tsx';
import { ConfirmView } from './confirm.tsx';
import { CopiesView } from './copies.tsx';
import { GoodbyeView } from './goodbye.tsx';
import { KindView } from './kind.tsx';
import { LastTryView } from './last-try.tsx';
import { LayCardView } from './lay-card.tsx';
import { MenuView } from './menu.tsx';
import { MisprintView } from './misprint.tsx';
import { MunicipalityView } from './municipality.tsx';
import { OperatorCodeView } from './operator/code.tsx';
import { OperatorHomeView } from './operator/home.tsx';
import { OperatorQuestionView } from './operator/question.tsx';
import { OperatorReadinessView } from './operator/readiness.tsx';
import { OperatorResultView } from './operator/result.tsx';
import { OperatorStepView } from './operator/step.tsx';
import { OperatorWorkingView } from './operator/working.tsx';
import { OutOfServiceView } from './out-of-service.tsx';
import { LayPassportView, ReadingPassportView, ScanPassportView, TakePassportView } from './passport.tsx';
import { PaymentView } from './payment.tsx';
import { PinView } from './pin.tsx';
import { PreviewView } from './preview.tsx';
import { PrinterAttentionView } from './printer-attention.tsx';
import { PrintingView } from './printing.tsx';
import { ReceiptView } from './receipt.tsx';
import { RefusedView } from './refused.tsx';
import { TakeCardView } from './take-card.tsx';
import { TakeCardFirstView } from './take-card-first.tsx';
import { TakePaperView } from './take-paper.tsx';
import { TermsView } from './terms.tsx';
import { ApplyingView, CheckingCardView, ReadingCardView, ReturningMoneyView } from './waiting.tsx';

const VIEWS: { [N in ScreenName]: View<N> } = {
  'out-of-service': OutOfServiceView,
  attract: AttractView,
  menu: MenuView,
  terms: TermsView,
  'lay-card': LayCardView,
  'checking-card': CheckingCardView,
  kind: KindView,
  pin: PinView,
  'last-try': LastTryView,
  'reading-card': ReadingCardView,
  'take-card': TakeCardView,
  municipality: MunicipalityView,
  applying: ApplyingView,
  'scan-passport': ScanPassportView,
  'lay-passport': LayPassportView,
  'reading-passport': ReadingPassportView,
  'take-passport': TakePassportView,
  preview: PreviewView,
  copies: CopiesView,
  confirm: ConfirmView,
  'take-card-first': TakeCardFirstView,
  payment: PaymentView,
  'returning-money': ReturningMoneyView,
  printing: PrintingView,
  'printer-attention': PrinterAttentionView,
  'take-paper': TakePaperView,
  misprint: MisprintView,
  receipt: ReceiptView,
  goodbye: GoodbyeView,
  refused: RefusedView,
  'operator-code': OperatorCodeView,
  'operator-home': OperatorHomeView,
  'operator-step': OperatorStepView,
  'operator-question': OperatorQuestionView,
  'operator-working': OperatorWorkingView,
  'operator-readiness': OperatorReadinessView,
  'operator-result': OperatorResultView,
};

/** Paints a screen by its own view. `name` must be the name in `props.screen`. */
export function viewOf<N extends ScreenName>(name: N, props: ViewProps<N>): VNode {
  return VIEWS[name](props);
}
