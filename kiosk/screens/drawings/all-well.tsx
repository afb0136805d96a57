/** It worked. */
import type { VNode } from 'preact';
import { Picture } from './pieces.tsx';

export function AllWell(): VNode {
  return (
    <Picture>
      <circle class="draw-tone" cx="240" cy="160" r="134" />
      <circle class="draw-accent" cx="240" cy="160" r="104" />
      <path class="draw-check" d="M188 164l38 38 68-80" />
    </Picture>
  );
}
