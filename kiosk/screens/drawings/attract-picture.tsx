/** What the machine does in one picture: card in, certificate out. */
import type { VNode } from 'preact';
import { Arrow, FlatCard, Page, Picture } from './pieces.tsx';

export function AttractPicture(): VNode {
  return (
    <Picture>
      <g transform="translate(-116 58)">
        <path class="draw-tone" d="M152 126h176l40 66H112z" />
        <path class="draw-shade" d="M112 192h256v14a10 10 0 0 1-10 10H122a10 10 0 0 1-10-10z" />
        <FlatCard x={148} y={70} />
      </g>
      <g class="draw-arrow-still">
        <Arrow x={238} y={178} to="right" />
      </g>
      <Page x={338} y={52} scale={0.92} />
    </Picture>
  );
}
