/** All is done. */
import type { VNode } from 'preact';
import { Page, Picture } from './pieces.tsx';

export function Goodbye(): VNode {
  return (
    <Picture>
      <Page x={150} y={8} scale={1.4} />
      <circle class="draw-accent" cx="358" cy="232" r="66" />
      <path class="draw-check" d="M326 234l24 24 42-48" />
    </Picture>
  );
}
