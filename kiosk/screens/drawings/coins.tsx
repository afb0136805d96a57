/** Coins go into the slot, or come out of the return. */
import type { VNode } from 'preact';
import { Arrow, Coin, Picture } from './pieces.tsx';

export function Coins({ direction }: { direction: 'in' | 'out' }): VNode {
  return (
    <Picture>
      <rect class="draw-tone" x="266" y="14" width="176" height="292" rx="18" />
      <rect class="draw-ink" x="344" y="50" width="20" height="96" rx="10" />
      <path class="draw-paper" d="M300 214h108v46a14 14 0 0 1-14 14h-80a14 14 0 0 1-14-14z" />
      {direction === 'in' ? (
        <>
          <Coin x={88} y={98} />
          <Arrow x={168} y={98} to="right" />
        </>
      ) : (
        <>
          <Coin x={88} y={240} />
          <Arrow x={252} y={240} to="left" />
        </>
      )}
    </Picture>
  );
}
