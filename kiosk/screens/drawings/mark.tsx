/** The service's own mark: a page with a tick. */
import type { VNode } from 'preact';

export function Mark(): VNode {
  return (
    <svg class="mark" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
      <rect class="mark-ground" width="48" height="48" rx="12" />
      <path class="mark-line" d="M14 9h14l7 7v23H14zM28 9v7h7M19 28l5 5 8-9" />
    </svg>
  );
}
