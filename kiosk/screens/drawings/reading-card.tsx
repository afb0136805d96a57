/** The card lies on the reader and is being read: leave it there. */
import type { VNode } from 'preact';
import { FlatCard, Picture, ReaderPlate } from './pieces.tsx';

export function ReadingCard(): VNode {
  return (
    <Picture>
      <ReaderPlate />
      <FlatCard x={148} y={216} />
      <g class="waves">
        <path class="draw-accent-line" d="M204 172q36-30 72 0" />
        <path class="draw-accent-line" d="M178 136q62-54 124 0" />
        <path class="draw-accent-line" d="M152 100q88-78 176 0" />
      </g>
    </Picture>
  );
}
