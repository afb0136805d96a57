/**
 * The parts all drawings share, so that a card, a page or a machine looks the same wherever it appears. Drawn for this project.
 * Drawings repeat what the heading says, so they are hidden from assistive technology; colours come from `styles/drawings.css`.
 */
import type { ComponentChildren, VNode } from 'preact';

/** The drawing surface: 480 × 320 units. */
export function Picture({ children }: { children: ComponentChildren }): VNode {
  return (
    <svg class="picture" viewBox="0 0 480 320" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

interface Place {
  x: number;
  y: number;
}

/** The reader plate seen from the front, with the outline of where the card goes. */
export function ReaderPlate(): VNode {
  return (
    <g>
      <path class="draw-tone" d="M112 206h256l58 74H54z" />
      <path class="draw-shade" d="M54 280h372v18a10 10 0 0 1-10 10H64a10 10 0 0 1-10-10z" />
      <path class="draw-dashes" d="M176 220h128l26 46H150z" />
    </g>
  );
}

/** A card lying flat, seen as the plate is. */
export function FlatCard({ x, y }: Place): VNode {
  return (
    <g transform={`translate(${x} ${y})`}>
      <path class="draw-paper" d="M32 0h120a8 8 0 0 1 7 4l22 42a6 6 0 0 1-5 9H8a6 6 0 0 1-5-9L25 4a8 8 0 0 1 7-4z" />
      <path class="draw-accent" d="M37 13h26l-7 24H26z" />
      <path class="draw-line-thin" d="M80 16h60M82 27h66M84 38h46" />
    </g>
  );
}

/** An upright page: title, lines, two codes. */
export function Page({ x, y, scale = 1 }: Place & { scale?: number }): VNode {
  return (
    <g transform={`translate(${x} ${y}) scale(${scale})`}>
      <rect class="draw-paper" width="150" height="206" rx="6" />
      <path class="draw-accent-line-thin" d="M44 24h62" />
      <path class="draw-line-thin" d="M22 50h84M22 70h106M22 90h106M22 110h70" />
      <rect class="draw-ink" x="24" y="138" width="44" height="44" rx="2" />
      <path class="draw-holes" d="M34 148h9v9h-9zM50 148h9v9h-9zM34 164h9v9h-9zM50 166h5v5h-5z" />
      <rect class="draw-ink" x="82" y="138" width="44" height="44" rx="2" />
      <path class="draw-holes" d="M92 148h9v9h-9zM108 148h9v9h-9zM92 164h9v9h-9zM108 166h5v5h-5z" />
    </g>
  );
}

/** An arrow of 84 units from its tail at the given place. It moves gently, to say which way. */
export function Arrow({ x, y, to }: Place & { to: 'up' | 'down' | 'left' | 'right' }): VNode {
  const turn = { right: 0, down: 90, left: 180, up: 270 }[to];
  return (
    <g transform={`translate(${x} ${y}) rotate(${turn})`}>
      <path class="draw-arrow" d="M0 0h72M46-28l30 28-30 28" />
    </g>
  );
}

/** The front of the machine with a slot in it. */
export function SlotFront(): VNode {
  return (
    <g>
      <rect class="draw-tone" x="84" y="16" width="312" height="116" rx="16" />
      <path class="draw-shade" d="M84 98h312v18a16 16 0 0 1-16 16H100a16 16 0 0 1-16-16z" />
      <path class="draw-slot" d="M130 116h220" />
    </g>
  );
}

/** A person to the waist, with an apron. */
export function Clerk({ x, y }: Place): VNode {
  return (
    <g transform={`translate(${x} ${y})`}>
      <path class="draw-tone" d="M0 216v-58a70 70 0 0 1 70-70h40a70 70 0 0 1 70 70v58z" />
      <path class="draw-accent" d="M48 216v-76h84v76z" />
      <path class="draw-line" d="M56 140l10-50M124 140l-10-50" />
      <circle class="draw-paper" cx="90" cy="46" r="44" />
      <path class="draw-accent" d="M46 40a44 44 0 0 1 88 0z" />
      <path class="draw-line-thin" d="M74 56v2M106 56v2M78 72q12 8 24 0" />
    </g>
  );
}

/** A coin around the given place. */
export function Coin({ x, y, scale = 1 }: Place & { scale?: number }): VNode {
  return (
    <g transform={`translate(${x} ${y}) scale(${scale})`}>
      <circle class="draw-coin" r="62" />
      <circle class="draw-line-thin" r="48" />
      <path class="draw-line" d="M-18-26 0-2l18-24M0-2v32M-18 6h36M-18 20h36" />
    </g>
  );
}
