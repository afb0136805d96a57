/** The certificate. */
import type { VNode } from 'preact';
import { Page, Picture } from './pieces.tsx';

export function Certificate(): VNode {
  return (
    <Picture>
      <ellipse class="draw-shade-only" cx="240" cy="300" rx="130" ry="12" />
      <Page x={134} y={8} scale={1.4} />
    </Picture>
  );
}
