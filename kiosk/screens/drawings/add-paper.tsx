/** The paper drawer is empty: paper goes in. */
import type { VNode } from 'preact';
import { Arrow, Picture } from './pieces.tsx';

export function AddPaper(): VNode {
  return (
    <Picture>
      <rect class="draw-tone" x="230" y="24" width="220" height="272" rx="16" />
      <path class="draw-slot" d="M270 84h140" />
      <path class="draw-shade" d="M150 206h300v74a16 16 0 0 1-16 16H166a16 16 0 0 1-16-16z" />
      <path class="draw-line" d="M270 252h60" />
      <path class="draw-paper" d="M34 92h124a6 6 0 0 1 6 6v16H28V98a6 6 0 0 1 6-6z" />
      <path class="draw-paper" d="M28 114h136v18H28zM28 132h136v18H28z" />
      <Arrow x={96} y={166} to="down" />
    </Picture>
  );
}
