/** Asks for the card, and says why when one on the reader could not be used. */
import type { VNode } from 'preact';
import { LayCard } from '../drawings/lay-card.tsx';
import { Notice } from '../parts/notice.tsx';
import { Stage } from '../parts/stage.tsx';
import type { ViewProps } from '../view.ts';

export function LayCardView({ screen, texts }: ViewProps<'lay-card'>): VNode {
  const { layCard } = texts;
  return (
    <Stage heading={layCard.heading} lead={layCard.lead} drawing={<LayCard />} where={['reader']}>
      {screen.problem === 'none' ? null : (
        <Notice tone="warning" urgent>
          <strong>{layCard.again}</strong>
          <p>{layCard.problems[screen.problem]}</p>
        </Notice>
      )}
    </Stage>
  );
}
