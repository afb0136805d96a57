/** A passport: its photo page on the scanner, closed on the reader, and taken away again. */
import type { VNode } from 'preact';
import { Arrow, Picture, ReaderPlate } from './pieces.tsx';

/** Closed, lying flat as the plate is. */
function FlatPassport({ x, y }: { x: number; y: number }): VNode {
  return (
    <g transform={`translate(${x} ${y})`}>
      <path class="draw-accent" d="M32 0h120a8 8 0 0 1 7 4l22 42a6 6 0 0 1-5 9H8a6 6 0 0 1-5-9L25 4a8 8 0 0 1 7-4z" />
      <circle class="draw-paper" cx="92" cy="27" r="12" />
    </g>
  );
}

/** Open at the photo page, seen from above: the two lines of the zone at its edge. */
function OpenPassport({ x, y }: { x: number; y: number }): VNode {
  return (
    <g transform={`translate(${x} ${y})`}>
      <rect class="draw-paper" width="170" height="118" rx="8" />
      <rect class="draw-accent" x="14" y="16" width="42" height="52" rx="4" />
      <path class="draw-line-thin" d="M72 24h80M72 40h80M72 56h54" />
      <path class="draw-line-thin" d="M14 88h142M14 102h142" />
    </g>
  );
}

export function ScanPassport(): VNode {
  return (
    <Picture>
      <ReaderPlate />
      <OpenPassport x={155} y={6} />
      <Arrow x={240} y={130} to="down" />
    </Picture>
  );
}

export function LayPassport(): VNode {
  return (
    <Picture>
      <ReaderPlate />
      <FlatPassport x={148} y={24} />
      <Arrow x={240} y={96} to="down" />
    </Picture>
  );
}

export function ReadingPassport(): VNode {
  return (
    <Picture>
      <ReaderPlate />
      <FlatPassport x={148} y={216} />
      <g class="waves">
        <path class="draw-accent-line" d="M204 172q36-30 72 0" />
        <path class="draw-accent-line" d="M178 136q62-54 124 0" />
        <path class="draw-accent-line" d="M152 100q88-78 176 0" />
      </g>
    </Picture>
  );
}

export function TakePassport(): VNode {
  return (
    <Picture>
      <ReaderPlate />
      <FlatPassport x={148} y={116} />
      <Arrow x={240} y={102} to="up" />
    </Picture>
  );
}
