/** The clerk's key in its lock, as it is turned; the lamp burns while it is open. */
import type { VNode } from 'preact';

export function KeySwitchPicture({ open }: { open: boolean }): VNode {
  return (
    <svg viewBox="0 0 220 120" aria-hidden="true" focusable="false">
      <rect class="d-shadow" x="50" y="14" width="120" height="102" rx="16" />
      <rect class="d-body" x="50" y="8" width="120" height="102" rx="16" />
      <circle class="d-face" cx="110" cy="60" r="36" />
      <g transform={`rotate(${open ? 90 : 0} 110 60)`}>
        <rect class="d-dark" x="104" y="30" width="12" height="60" rx="6" />
        <circle class="d-card" cx="110" cy="38" r="4" />
      </g>
      <circle class={open ? 'd-light-busy' : 'd-light-off'} cx="158" cy="20" r="5" />
    </svg>
  );
}
