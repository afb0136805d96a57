/** The cover of the printer stands open and must be closed. */
import type { VNode } from 'preact';
import { Picture } from './pieces.tsx';

export function CloseCover(): VNode {
  return (
    <Picture>
      <path class="draw-tone" d="M90 170h300v110a16 16 0 0 1-16 16H106a16 16 0 0 1-16-16z" />
      <path class="draw-shade" d="M90 170h300v30H90z" />
      <path class="draw-slot" d="M150 250h180" />
      <g transform="rotate(-34 96 166)">
        <rect class="draw-paper" x="90" y="142" width="300" height="28" rx="10" />
      </g>
      <path class="draw-arrow" d="M404 44q40 44 10 98M436 112l-24 34-22-36" />
    </Picture>
  );
}
