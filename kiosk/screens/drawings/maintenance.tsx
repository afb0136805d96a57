/** Somebody is at work on the machine. */
import type { VNode } from 'preact';
import { Clerk, Picture } from './pieces.tsx';

export function Maintenance(): VNode {
  return (
    <Picture>
      <Clerk x={40} y={96} />
      <rect class="draw-tone" x="286" y="60" width="164" height="236" rx="16" />
      <path class="draw-slot" d="M322 110h92" />
      <g transform="translate(296 216) rotate(-38)">
        <path class="draw-paper" d="M-86-14H18a38 38 0 1 1 0 28H-86a14 14 0 0 1 0-28z" />
        <path class="draw-shade" d="M48-15h44v30H48z" />
      </g>
    </Picture>
  );
}
