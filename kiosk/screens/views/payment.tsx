/** How it can be paid now, with coins, without cash, or both; what is still missing is said at every coin. */
import type { VNode } from 'preact';
import { PAYMENT_MEANS, type PaymentMeans } from '../../snapshot.ts';
import { Coins } from '../drawings/coins.tsx';
import type { MachinePlace } from '../drawings/machine.tsx';
import { CoinsOrTouch, TouchToPay } from '../drawings/touch-to-pay.tsx';
import { Amounts } from '../parts/amounts.tsx';
import { Stage } from '../parts/stage.tsx';
import { paymentChoice } from '../payment-choice.ts';
import type { ViewProps } from '../view.ts';

const DRAWINGS: Record<PaymentMeans | 'both', () => VNode> = {
  coins: () => <Coins direction="in" />,
  cashless: TouchToPay,
  both: CoinsOrTouch,
};

const PLACES: Record<PaymentMeans, MachinePlace> = { coins: 'coin-slot', cashless: 'touch-point' };

export function PaymentView({ screen, texts, canCancel }: ViewProps<'payment'>): VNode {
  const { payment } = texts;
  const { totalYen, insertedYen } = screen;
  const choice = paymentChoice(screen.means);
  const Drawing = DRAWINGS[choice];
  return (
    <Stage
      heading={payment.headings[choice]}
      lead={choice === 'both' ? payment.afterwards : `${payment.means[choice].how} ${payment.afterwards}`}
      drawing={<Drawing />}
      where={screen.means.map((means) => PLACES[means])}
    >
      {choice === 'both' ? (
        <dl class="explanation">
          {PAYMENT_MEANS.map((means) => (
            <div key={means}>
              <dt>{payment.means[means].name}</dt>
              <dd>{payment.means[means].how}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      <Amounts
        live
        amounts={
          // As long as both can be used, nothing has been inserted.
          choice !== 'coins'
            ? [{ name: payment.total, value: texts.yen(totalYen), strong: true }]
            : [
                { name: payment.total, value: texts.yen(totalYen) },
                { name: payment.inserted, value: texts.yen(insertedYen) },
                { name: payment.missing, value: texts.yen(Math.max(0, totalYen - insertedYen)), strong: true },
              ]
        }
      />
      {canCancel ? <p class="hint">{payment.cancelHint}</p> : null}
    </Stage>
  );
}
