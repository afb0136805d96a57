/** Take the certificate out of the tray. */
import type { VNode } from 'preact';
import { Arrow, Page, Picture, SlotFront } from './pieces.tsx';

export function TakePaper(): VNode {
  return (
    <Picture>
      <SlotFront />
      <Page x={165} y={106} />
      <path class="draw-slot" d="M130 110h220" />
      <Arrow x={376} y={178} to="down" />
      <path class="draw-line-thin" d="M124 56h120" />
    </Picture>
  );
}
