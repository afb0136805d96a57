/** Thanks, and the promise that nothing is kept (K6). */
import type { VNode } from 'preact';
import { Goodbye } from '../drawings/goodbye.tsx';
import { Stage } from '../parts/stage.tsx';
import type { ViewProps } from '../view.ts';

export function GoodbyeView({ texts }: ViewProps<'goodbye'>): VNode {
  return <Stage {...texts.goodbye} drawing={<Goodbye />} />;
}
