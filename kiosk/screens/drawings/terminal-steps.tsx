/** What a clerk does to any device: its cable, its switch, the network box; whom to call; what to wipe. */
import type { VNode } from 'preact';
import { Arrow, Picture, ReaderPlate } from './pieces.tsx';

export function CheckCable(): VNode {
  return (
    <Picture>
      <rect class="draw-tone" x="312" y="60" width="140" height="200" rx="16" />
      <rect class="draw-ink" x="312" y="124" width="52" height="72" rx="6" />
      <path class="draw-line-thick" d="M20 228q60 40 76-20 8-48 60-48" />
      <path class="draw-shade" d="M136 120h70v80h-70z" />
      <path class="draw-paper" d="M206 138h34v44h-34z" />
      <Arrow x={190} y={66} to="right" />
    </Picture>
  );
}

export function RouterLamp(): VNode {
  return (
    <Picture>
      <path class="draw-line-thick" d="M130 172V62M350 172V62" />
      <rect class="draw-tone" x="70" y="170" width="340" height="110" rx="18" />
      <circle class="draw-accent blink" cx="124" cy="225" r="18" />
      <circle class="draw-paper" cx="190" cy="225" r="16" />
      <circle class="draw-paper" cx="250" cy="225" r="16" />
      <path class="draw-line-thin" d="M306 225h66" />
      <g class="waves">
        <path class="draw-accent-line" d="M214 130q26-22 52 0" />
        <path class="draw-accent-line" d="M192 100q48-42 96 0" />
        <path class="draw-accent-line" d="M172 68q68-58 136 0" />
      </g>
    </Picture>
  );
}

export function OffAndOn(): VNode {
  return (
    <Picture>
      <circle class="draw-tone" cx="240" cy="160" r="132" />
      <path class="draw-line-thick" d="M240 66v84" />
      <path class="draw-line-thick" d="M184 104a80 80 0 1 0 112 0" />
    </Picture>
  );
}

export function Telephone(): VNode {
  return (
    <Picture>
      <path
        class="draw-tone"
        d="M132 30 180 18a14 14 0 0 1 17 9l18 54a14 14 0 0 1-6 16l-34 22q28 62 84 92l24-32a14 14 0 0 1 17-5l52 22a14 14 0 0 1 8 17l-14 48a22 22 0 0 1-22 16C208 276 114 176 114 52a22 22 0 0 1 18-22z"
      />
      <g class="waves">
        <path class="draw-accent-line" d="M276 106q30 4 36 38" />
        <path class="draw-accent-line" d="M284 66q62 10 72 74" />
        <path class="draw-accent-line" d="M290 26q96 14 110 110" />
      </g>
    </Picture>
  );
}

export function Restart(): VNode {
  return (
    <Picture>
      <circle class="draw-tone" cx="240" cy="160" r="132" />
      <path class="draw-line-thick" d="M300 122a72 72 0 1 0 10 56" />
      <path class="draw-line-thick" d="M308 78v48h-48" />
    </Picture>
  );
}

export function ClearReader(): VNode {
  return (
    <Picture>
      <ReaderPlate />
      <path class="draw-paper" d="M120 134q40-30 80-10t76-8q20 44 6 88-56 18-96 2t-72 6q-20-40 6-78z" />
      <path class="draw-line-thin" d="M150 160q40-18 90-2M150 186q46-14 86-2" />
      <Arrow x={308} y={150} to="right" />
    </Picture>
  );
}
