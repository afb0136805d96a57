/** Paying without cash: hold a card or phone to the touch point. Alone, or beside the coin slot where both can be used. */
import type { VNode } from 'preact';
import { Arrow, Coin, Picture } from './pieces.tsx';

/** The terminal with the sign of contactless payment, and a card held to it. */
function TouchPoint({ x }: { x: number }): VNode {
  return (
    <g transform={`translate(${x} 0)`}>
      <rect class="draw-tone" x="0" y="86" width="188" height="218" rx="18" />
      <circle class="draw-paper" cx="94" cy="186" r="66" />
      <g class="waves">
        <path class="draw-accent-line" d="M76 164q18 22 0 44" />
        <path class="draw-accent-line" d="M96 150q30 36 0 72" />
        <path class="draw-accent-line" d="M116 136q42 50 0 100" />
      </g>
      <path class="draw-slot" d="M48 276h92" />
      <g transform="rotate(-10 94 50)">
        <rect class="draw-paper" x="26" y="8" width="136" height="84" rx="10" />
        <path class="draw-accent" d="M42 28h34v26H42z" />
        <path class="draw-line-thin" d="M92 72h52" />
      </g>
    </g>
  );
}

export function TouchToPay(): VNode {
  return (
    <Picture>
      <TouchPoint x={146} />
    </Picture>
  );
}

export function CoinsOrTouch(): VNode {
  return (
    <Picture>
      <rect class="draw-tone" x="150" y="86" width="92" height="218" rx="18" />
      <rect class="draw-ink" x="187" y="116" width="18" height="80" rx="9" />
      <path class="draw-paper" d="M166 240h60v32a12 12 0 0 1-12 12h-36a12 12 0 0 1-12-12z" />
      <Coin x={44} y={156} scale={0.62} />
      <g transform="translate(92 156) scale(0.62)">
        <Arrow x={0} y={0} to="right" />
      </g>
      <path class="draw-line-thin" d="M266 70v220" />
      <TouchPoint x={288} />
    </Picture>
  );
}
