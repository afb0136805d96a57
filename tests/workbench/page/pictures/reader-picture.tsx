/** The card reader from above, with the card on it. Drawn for this project; the panel's words say the same. */
import type { VNode } from 'preact';
import type { BenchCard } from '../../messages/state.ts';

export function ReaderPicture({ plugged, card }: { plugged: boolean; card: BenchCard | null }): VNode {
  const light = plugged ? (card === null ? 'd-light-ready' : 'd-light-busy') : 'd-light-off';
  return (
    <svg viewBox="0 0 220 180" aria-hidden="true" focusable="false">
      {plugged ? (
        <path class="d-cable" d="M110 34V22q0-10 14-10h84" />
      ) : (
        <>
          <path class="d-cable" d="M110 34v-6" />
          <path class="d-cable" d="M150 12h58" />
          <path class="d-bad" d="M126 5h20v14h-20z" />
          <path class="d-bad-line" d="M126 9h-7M126 15h-7" />
        </>
      )}
      <rect class="d-shadow" x="18" y="40" width="184" height="134" rx="18" />
      <rect class="d-body" x="18" y="34" width="184" height="134" rx="18" />
      <rect class="d-face" x="28" y="58" width="164" height="100" rx="12" />
      <circle class={light} cx="110" cy="46" r="5" />
      {card === null ? (
        <>
          <rect class="d-dashes" x="50" y="70" width="120" height="76" rx="8" />
          <path class="d-waves" d="M98 122a17 17 0 0 1 24 0M90 113a28 28 0 0 1 40 0M82 104a40 40 0 0 1 56 0" />
        </>
      ) : (
        <CardOnReader card={card} />
      )}
    </svg>
  );
}

function CardOnReader({ card }: { card: BenchCard }): VNode {
  return (
    <g>
      <rect class="d-shadow" x="44" y="70" width="132" height="84" rx="9" />
      <rect class={card.mute ? 'd-card d-card-mute' : 'd-card'} x="44" y="66" width="132" height="84" rx="9" />
      <path class="d-card-band" d="M44 75a9 9 0 0 1 9-9h114a9 9 0 0 1 9 9v9H44z" />
      <rect class="d-portrait" x="54" y="96" width="32" height="42" rx="3" />
      <path class="d-portrait-ink" d="M58 138v-6a12 12 0 0 1 24 0v6zM70 102a8 8 0 1 0 .1 0z" />
      <text
        class="d-name"
        x="94"
        y="110"
        textLength={card.label.length > 11 ? 76 : undefined}
        lengthAdjust="spacingAndGlyphs"
      >
        {card.label}
      </text>
      <path class="d-thin" d="M94 120h72M94 129h60M94 138h40" />
    </g>
  );
}
