/** A page comes out of the printer. */
import type { VNode } from 'preact';
import { Page, Picture, SlotFront } from './pieces.tsx';

export function Printing(): VNode {
  return (
    <Picture>
      <clipPath id="below-slot">
        <rect x="0" y="116" width="480" height="204" />
      </clipPath>
      <SlotFront />
      <g clip-path="url(#below-slot)">
        <g class="page-coming">
          <Page x={165} y={92} />
        </g>
      </g>
      <path class="draw-slot" d="M130 116h220" />
      <circle class="draw-accent blink" cx="352" cy="56" r="12" />
      <path class="draw-line-thin" d="M124 56h120" />
    </Picture>
  );
}
