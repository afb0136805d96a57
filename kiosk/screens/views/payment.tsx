/** Coins go in; what is still missing is said at every coin. */
import type { VNode } from 'preact';
import { Coins } from '../drawings/coins.tsx';
import { Amounts } from '../parts/amounts.tsx';
import { Stage } from '../parts/stage.tsx';
import type { ViewProps } from '../view.ts';

export function PaymentView({ screen: { totalYen, insertedYen }, texts, canCancel }: ViewProps<'payment'>): VNode {
  const { payment } = texts;
  return (
    <Stage heading={payment.heading} lead={payment.lead} drawing={<Coins direction="in" />}>
      <Amounts
        live
        amounts={[
          { name: payment.total, value: texts.yen(totalYen) },
          { name: payment.inserted, value: texts.yen(insertedYen) },
          { name: payment.missing, value: texts.yen(Math.max(0, totalYen - insertedYen)), strong: true },
        ]}
      />
      {canCancel ? <p class="hint">{payment.cancelHint}</p> : null}
    </Stage>
  );
}
