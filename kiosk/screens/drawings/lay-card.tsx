/** Lay the card on the reader. */
import type { VNode } from 'preact';
import { Arrow, FlatCard, Picture, ReaderPlate } from './pieces.tsx';

export function LayCard(): VNode {
  return (
    <Picture>
      <ReaderPlate />
      <FlatCard x={148} y={24} />
      <Arrow x={240} y={96} to="down" />
    </Picture>
  );
}
