/** Screens on which the machine works and the resident waits. */
import type { VNode } from 'preact';
import { Coins } from '../drawings/coins.tsx';
import { ReadingCard } from '../drawings/reading-card.tsx';
import { Waiting } from '../drawings/waiting.tsx';
import { Stage } from '../parts/stage.tsx';
import { Working } from '../parts/working.tsx';
import type { ViewProps } from '../view.ts';

export function CheckingCardView({ texts }: ViewProps<'checking-card'>): VNode {
  return (
    <Stage {...texts.waiting['checking-card']} drawing={<ReadingCard />} where={['reader']}>
      <Working texts={texts} />
    </Stage>
  );
}

export function ReadingCardView({ texts }: ViewProps<'reading-card'>): VNode {
  return (
    <Stage {...texts.waiting['reading-card']} drawing={<ReadingCard />} where={['reader']}>
      <Working texts={texts} />
    </Stage>
  );
}

export function ApplyingView({ texts }: ViewProps<'applying'>): VNode {
  return (
    <Stage {...texts.waiting.applying} drawing={<Waiting />}>
      <Working texts={texts} />
    </Stage>
  );
}

export function ReturningMoneyView({ screen, texts }: ViewProps<'returning-money'>): VNode {
  return (
    <Stage {...texts.waiting['returning-money']} drawing={<Coins direction="out" />} where={['return-slot']}>
      <p class="big-figure">{texts.waiting.returned(screen.yen)}</p>
      <Working texts={texts} />
    </Stage>
  );
}
