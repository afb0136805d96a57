/** The line between this machine and the center is broken. */
import type { VNode } from 'preact';
import { Picture } from './pieces.tsx';

export function LineDown(): VNode {
  return (
    <Picture>
      <rect class="draw-tone" x="24" y="70" width="110" height="190" rx="14" />
      <rect class="draw-paper" x="44" y="92" width="70" height="74" rx="6" />
      <path class="draw-paper" d="M340 108l62-36 62 36z" />
      <path class="draw-tone" d="M348 108h108v140H348z" />
      <path class="draw-slot" d="M376 140v76M402 140v76M428 140v76" />
      <path class="draw-line" d="M134 190h56M292 190h56" />
      <path class="draw-line-thick" d="M212 162l56 56M268 162l-56 56" />
    </Picture>
  );
}
