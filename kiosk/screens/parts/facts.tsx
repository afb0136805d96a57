/** Names and what belongs to them, close together: what to bring and which PIN, what it costs and how it is paid, when. */
import type { ComponentChildren, VNode } from 'preact';
import type { PaymentMeans } from '../../snapshot.ts';
import { paymentChoice } from '../payment-choice.ts';
import type { Texts } from '../texts/texts.ts';

export function Facts({ children }: { children: ComponentChildren }): VNode {
  return <dl class="facts">{children}</dl>;
}

export function NeedsFact({ texts: { attract, guide } }: { texts: Texts }): VNode {
  return (
    <>
      <dt>{attract.needs}</dt>
      <dd>
        <span class="fact">{attract.needCard}</span>
        <span class="fact">{attract.needPin}</span>
        <span class="fact-detail">{attract.whichPin}</span>
        <span class="fact-detail">{guide.notThisPin}</span>
      </dd>
    </>
  );
}

export function FeeFact(props: { priceYen: number; means: readonly PaymentMeans[]; texts: Texts }): VNode {
  const { priceYen, means, texts } = props;
  const { attract, guide, menu } = texts;
  return (
    <>
      <dt>{guide.fee}</dt>
      <dd>
        <span class="fact">{priceYen === 0 ? attract.price(0) : menu.price(priceYen)}</span>
        {priceYen === 0 ? null : <span class="fact-detail">{attract.payWith[paymentChoice(means)]}</span>}
      </dd>
    </>
  );
}

export function HoursFact({ hours, texts }: { hours: { from: string; to: string }; texts: Texts }): VNode {
  return (
    <>
      <dt>{texts.guide.hours}</dt>
      <dd>
        <span class="fact">{`${hours.from}\u2013${hours.to}`}</span>
      </dd>
    </>
  );
}
