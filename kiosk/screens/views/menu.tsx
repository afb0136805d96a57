/** The services this machine gives: one, with what it takes, its price, how it is paid and when it is given. */
import type { VNode } from 'preact';
import { Certificate } from '../drawings/certificate.tsx';
import { Button } from '../parts/button.tsx';
import { Facts, FeeFact, HoursFact, NeedsFact } from '../parts/facts.tsx';
import { Stage } from '../parts/stage.tsx';
import type { ViewProps } from '../view.ts';

export function MenuView({ screen, texts, act }: ViewProps<'menu'>): VNode {
  const { menu } = texts;
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
      <Facts>
        <NeedsFact texts={texts} />
        <FeeFact priceYen={screen.priceYen} means={screen.means} texts={texts} />
        <HoursFact hours={screen.hours} texts={texts} />
      </Facts>
    </Stage>
  );
}
