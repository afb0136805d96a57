/** What a clerk does at the receipt printer: cover and roll. */
import type { VNode } from 'preact';
import { Arrow, Picture } from './pieces.tsx';

function ReceiptBody(): VNode {
  return <path class="draw-tone" d="M130 160h220v120a16 16 0 0 1-16 16H146a16 16 0 0 1-16-16z" />;
}

function RaisedCover(): VNode {
  return (
    <g transform="rotate(-40 136 156)">
      <rect class="draw-shade" x="130" y="126" width="220" height="34" rx="12" />
    </g>
  );
}

export function OpenReceiptCover(): VNode {
  return (
    <Picture>
      <ReceiptBody />
      <RaisedCover />
      <path class="draw-arrow" d="M376 138q24-50-16-92M352 86l8-40 34 20" />
    </Picture>
  );
}

export function CloseReceiptCover(): VNode {
  return (
    <Picture>
      <ReceiptBody />
      <RaisedCover />
      <path class="draw-arrow" d="M360 38q44 48 16 106M402 110l-26 34-24-36" />
    </Picture>
  );
}

export function ChangeReceiptRoll(): VNode {
  return (
    <Picture>
      <path class="draw-tone" d="M130 190h220v92a16 16 0 0 1-16 16H146a16 16 0 0 1-16-16z" />
      <path class="draw-shade" d="M164 190h152q-10 58-76 58t-76-58z" />
      <path class="draw-paper" d="M168 74q0-42 72-42t72 42v6h64v64h-64q-10 36-72 36t-72-36z" />
      <circle class="draw-paper" cx="240" cy="106" r="72" />
      <circle class="draw-shade" cx="240" cy="106" r="24" />
      <Arrow x={80} y={116} to="down" />
    </Picture>
  );
}
