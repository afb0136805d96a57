/** The card goes back before anything else happens, and before a visit ends (K5, P15). */
import type { VNode } from 'preact';
import { TakeCard } from '../drawings/take-card.tsx';
import { Stage } from '../parts/stage.tsx';
import type { ViewProps } from '../view.ts';

export function TakeCardView({ screen, texts }: ViewProps<'take-card'>): VNode {
  return <Stage {...texts.takeCard[screen.reason]} drawing={<TakeCard />} where={['reader']} />;
}
