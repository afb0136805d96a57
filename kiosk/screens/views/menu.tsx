/** The services this machine gives: one, with its price and what it takes. */
import type { VNode } from 'preact';
import { Certificate } from '../drawings/certificate.tsx';
import { Button } from '../parts/button.tsx';
import { Stage } from '../parts/stage.tsx';
import type { ViewProps } from '../view.ts';

export function MenuView({ screen, texts, act }: ViewProps<'menu'>): VNode {
  const { menu, attract, guide } = texts;
  return (
    <Stage
      heading={menu.heading}
      lead={menu.lead}
      drawing={<Certificate />}
      actions={
        <Button rank="choice" sign="next" signAfter onPress={() => act({ type: 'next' })}>
          <span class="choice-name">{menu.item}</span>
          <span class="choice-detail">{menu.itemLead}</span>
          <span class="choice-price">{menu.price(screen.priceYen)}</span>
        </Button>
      }
    >
      <dl class="facts">
        <dt>{attract.needs}</dt>
        <dd>
          <span class="fact">{attract.needCard}</span>
          <span class="fact">{attract.needPin}</span>
          <span class="fact-detail">
            {attract.whichPin} ({guide.notThisPin})
          </span>
        </dd>
      </dl>
    </Stage>
  );
}
