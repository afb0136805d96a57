/** Call the staff. */
import type { VNode } from 'preact';
import { Clerk, Picture } from './pieces.tsx';

export function CallStaff(): VNode {
  return (
    <Picture>
      <Clerk x={60} y={96} />
      <path
        class="draw-paper"
        d="M250 16h158a22 22 0 0 1 22 22v100a22 22 0 0 1-22 22H300l-50 40 8-40h-8a22 22 0 0 1-22-22V38a22 22 0 0 1 22-22z"
      />
      <path class="draw-accent-line" d="M329 48v44M329 122v4" />
    </Picture>
  );
}
