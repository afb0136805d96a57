/** Take the receipt. */
import type { VNode } from 'preact';
import { Arrow, Picture, SlotFront } from './pieces.tsx';

export function TakeReceipt(): VNode {
  return (
    <Picture>
      <SlotFront />
      <path class="draw-paper" d="M190 112h100v180l-12.5-14-12.5 14-12.5-14-12.5 14-12.5-14-12.5 14-12.5-14-12.5 14z" />
      <path class="draw-line-thin" d="M208 150h64M208 172h64M208 194h40M208 232h64" />
      <path class="draw-slot" d="M170 114h140" />
      <Arrow x={348} y={178} to="down" />
      <path class="draw-line-thin" d="M124 56h120" />
    </Picture>
  );
}
