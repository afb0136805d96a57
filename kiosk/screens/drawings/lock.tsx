/** A lock: the PIN is, or could be, locked. */
import type { VNode } from 'preact';
import { Picture } from './pieces.tsx';

export function Lock(): VNode {
  return (
    <Picture>
      <path class="draw-line-thick" d="M170 146v-46a70 70 0 0 1 140 0v46" />
      <rect class="draw-tone" x="118" y="142" width="244" height="158" rx="22" />
      <g class="draw-ink">
        <circle cx="168" cy="221" r="13" />
        <circle cx="216" cy="221" r="13" />
        <circle cx="264" cy="221" r="13" />
        <circle cx="312" cy="221" r="13" />
      </g>
    </Picture>
  );
}
