/** A sheet goes into an envelope, unread. */
import type { VNode } from 'preact';
import { Arrow, Picture } from './pieces.tsx';

export function Envelope(): VNode {
  return (
    <Picture>
      <path class="draw-shade" d="M80 150 240 60l160 90z" />
      <rect class="draw-paper" x="130" y="30" width="220" height="200" rx="6" />
      <path class="draw-tone" d="M80 150l160 96 160-96v136a16 16 0 0 1-16 16H96a16 16 0 0 1-16-16z" />
      <g class="draw-arrow-still">
        <Arrow x={240} y={70} to="down" />
      </g>
    </Picture>
  );
}
