/** Take the card off the reader. */
import type { VNode } from 'preact';
import { Arrow, FlatCard, Picture, ReaderPlate } from './pieces.tsx';

export function TakeCard(): VNode {
  return (
    <Picture>
      <ReaderPlate />
      <FlatCard x={148} y={116} />
      <Arrow x={240} y={102} to="up" />
    </Picture>
  );
}
