/** The contents are covered from the eyes of others. */
import type { VNode } from 'preact';
import { Picture } from './pieces.tsx';

export function Cover(): VNode {
  return (
    <Picture>
      <rect class="draw-tone" x="128" y="8" width="224" height="304" rx="12" />
      <path class="draw-paper" d="M150 160q90-96 180 0-90 96-180 0z" />
      <circle class="draw-accent" cx="240" cy="160" r="28" />
      <path class="draw-line-thick" d="M166 236 314 84" />
    </Picture>
  );
}
