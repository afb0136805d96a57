/** What a clerk does at the page printer: tray, cover, jam, scraps, toner. */
import type { VNode } from 'preact';
import { Arrow, Picture } from './pieces.tsx';

function PrinterBody(): VNode {
  return (
    <g>
      <rect class="draw-tone" x="120" y="20" width="240" height="180" rx="16" />
      <path class="draw-slot" d="M170 78h140" />
      <circle class="draw-accent" cx="330" cy="46" r="8" />
    </g>
  );
}

/** The paper tray, drawn out of the printer. */
function Tray({ to }: { to: 'up' | 'down' }): VNode {
  return (
    <Picture>
      <PrinterBody />
      <path class="draw-shade" d="M104 176h272v52a14 14 0 0 1-14 14H118a14 14 0 0 1-14-14z" />
      <path class="draw-line" d="M206 212h68" />
      <Arrow x={420} y={to === 'down' ? 196 : 288} to={to} />
    </Picture>
  );
}

export function OpenTray(): VNode {
  return <Tray to="down" />;
}

export function CloseTray(): VNode {
  return <Tray to="up" />;
}

export function OpenCover(): VNode {
  return (
    <Picture>
      <path class="draw-tone" d="M90 170h300v110a16 16 0 0 1-16 16H106a16 16 0 0 1-16-16z" />
      <path class="draw-shade" d="M90 170h300v30H90z" />
      <path class="draw-slot" d="M150 250h180" />
      <g transform="rotate(-34 96 166)">
        <rect class="draw-paper" x="90" y="142" width="300" height="28" rx="10" />
      </g>
      <path class="draw-arrow" d="M414 142q30-54-10-98M396 82l8-38 34 20" />
    </Picture>
  );
}

export function PullJammedPaper(): VNode {
  return (
    <Picture>
      <rect class="draw-tone" x="84" y="16" width="312" height="100" rx="16" />
      <path class="draw-paper" d="M170 96h140l-10 40 16 30-14 34 12 44-146 8 8-46-16-34 18-34z" />
      <path class="draw-line-thin" d="M192 136l40 16 44-12M188 182l52-12 46 16M192 222l50 8 48-12" />
      <path class="draw-slot" d="M140 96h200" />
      <Arrow x={372} y={178} to="down" />
    </Picture>
  );
}

export function LookForScraps(): VNode {
  return (
    <Picture>
      <path class="draw-tone" d="M60 150h360v130a16 16 0 0 1-16 16H76a16 16 0 0 1-16-16z" />
      <path class="draw-shade" d="M60 150h360v26H60z" />
      <path class="draw-paper" d="M112 214l30-14 14 26-28 16zM196 250l24-20 22 18-16 22zM342 246l30-10 8 26-30 8z" />
      <circle class="draw-paper" cx="262" cy="122" r="82" />
      <path class="draw-paper" d="M232 104l40-20 18 36-38 20z" />
      <path class="draw-line-thick" d="M322 180l58 60" />
    </Picture>
  );
}

export function ChangeToner(): VNode {
  return (
    <Picture>
      <rect class="draw-tone" x="250" y="24" width="200" height="272" rx="16" />
      <rect class="draw-ink" x="250" y="116" width="132" height="88" rx="8" />
      <rect class="draw-shade" x="10" y="120" width="130" height="80" rx="12" />
      <rect class="draw-ink" x="30" y="138" width="90" height="18" rx="9" />
      <path class="draw-line-thin" d="M38 178h74" />
      <Arrow x={156} y={160} to="right" />
    </Picture>
  );
}
