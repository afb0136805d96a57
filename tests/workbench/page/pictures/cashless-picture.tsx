/** The cashless terminal from the front: display, where a card or phone is touched, lamp. */
import type { VNode } from 'preact';

export function CashlessPicture(props: { connected: boolean; waiting: boolean; heldYen: number }): VNode {
  const { connected, waiting, heldYen } = props;
  const light = connected ? (waiting || heldYen > 0 ? 'd-light-busy' : 'd-light-ready') : 'd-light-bad';
  return (
    <svg viewBox="0 0 220 150" aria-hidden="true" focusable="false">
      <rect class="d-shadow" x="50" y="14" width="120" height="132" rx="16" />
      <rect class="d-body" x="50" y="8" width="120" height="132" rx="16" />
      <rect class="d-display" x="62" y="20" width="96" height="36" rx="6" />
      {heldYen > 0 ? (
        <text class="d-figures" x="150" y="46" text-anchor="end">
          ¥{heldYen.toLocaleString('en')}
        </text>
      ) : null}
      <rect class="d-face" x="62" y="64" width="96" height="56" rx="10" />
      <path class="d-waves" d="M102 108a11 11 0 0 1 16 0M94 99a23 23 0 0 1 32 0M86 90a34 34 0 0 1 48 0" />
      <circle class={light} cx="110" cy="130" r="5" />
    </svg>
  );
}
