/** A clock: it takes a moment, or is not the hour. */
import type { VNode } from 'preact';
import { Picture } from './pieces.tsx';

export function Waiting(): VNode {
  return (
    <Picture>
      <circle class="draw-tone" cx="240" cy="160" r="126" />
      <circle class="draw-paper" cx="240" cy="160" r="100" />
      <path class="draw-line-thin" d="M240 78v14M240 228v14M158 160h14M308 160h14" />
      <path class="draw-line" d="M240 104v56" />
      <g class="clock-hand">
        <path class="draw-accent-line" d="M240 160l42 28" />
      </g>
      <circle class="draw-ink" cx="240" cy="160" r="9" />
    </Picture>
  );
}
