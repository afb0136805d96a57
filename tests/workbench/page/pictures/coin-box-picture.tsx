/** The coin box from the front: display, coin slot, slot for notes, tray for what comes back, lamp. */
import type { VNode } from 'preact';

interface Props {
  escrowYen: number;
  jammed: boolean;
  inOrder: boolean;
}

export function CoinBoxPicture({ escrowYen, jammed, inOrder }: Props): VNode {
  const light = inOrder ? (escrowYen > 0 ? 'd-light-busy' : 'd-light-ready') : 'd-light-bad';
  return (
    <svg viewBox="0 0 220 180" aria-hidden="true" focusable="false">
      <rect class="d-shadow" x="30" y="14" width="160" height="162" rx="14" />
      <rect class="d-body" x="30" y="8" width="160" height="162" rx="14" />
      <rect class="d-display" x="44" y="22" width="132" height="40" rx="6" />
      <text class="d-figures" x="166" y="50" text-anchor="end">
        ¥{escrowYen.toLocaleString('en')}
      </text>
      <rect class="d-face" x="44" y="74" width="58" height="46" rx="8" />
      <rect class="d-slot" x="70" y="82" width="6" height="30" rx="3" />
      {jammed ? (
        <>
          <circle class="d-coin" cx="73" cy="84" r="14" />
          <path class="d-bad-line" d="M84 66l6 8-7 5 8 9" />
        </>
      ) : null}
      <rect class="d-face" x="112" y="74" width="64" height="46" rx="8" />
      <rect class="d-slot" x="120" y="94" width="48" height="6" rx="3" />
      <rect class="d-dark" x="66" y="134" width="88" height="24" rx="8" />
      <path class="d-thin-light" d="M76 151h68" />
      <circle class={light} cx="170" cy="146" r="5" />
    </svg>
  );
}
