/** A card lies in the reader when somebody is about to pay: nobody can pay before it is taken (P15). */
import type { VNode } from 'preact';
import { TakeCard } from '../drawings/take-card.tsx';
import { Amounts } from '../parts/amounts.tsx';
import { Stage } from '../parts/stage.tsx';
import type { ViewProps } from '../view.ts';

export function TakeCardFirstView({ screen, texts }: ViewProps<'take-card-first'>): VNode {
  const { takeCardFirst } = texts;
  return (
    <Stage heading={takeCardFirst.heading} lead={takeCardFirst.lead} drawing={<TakeCard />} where={['reader']}>
      <Amounts amounts={[{ name: takeCardFirst.total, value: texts.yen(screen.totalYen), strong: true }]} />
    </Stage>
  );
}
