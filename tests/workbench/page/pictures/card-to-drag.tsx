/** The card, to be carried by the pointer between hand and reader. */
import type { VNode } from 'preact';
import type { BenchCard } from '../../messages/state.ts';
import { Carry, type Point } from './carry.tsx';

interface Props {
  card: BenchCard;
  /** Where its upper left corner lies. */
  at: Point;
  /** The middle of the card was let go there. */
  onDrop: (middle: Point) => void;
}

const WIDTH = 132;
const HEIGHT = 84;

export function CardToDrag({ card, at, onDrop }: Props): VNode {
  return (
    <Carry at={at} size={{ width: WIDTH, height: HEIGHT }} onDrop={onDrop}>
      <rect class="d-shadow" x="0" y="4" width={WIDTH} height={HEIGHT} rx="9" />
      <rect class={card.mute ? 'd-card d-card-mute' : 'd-card'} x="0" y="0" width={WIDTH} height={HEIGHT} rx="9" />
      <path class="d-card-band" d="M0 9a9 9 0 0 1 9-9h114a9 9 0 0 1 9 9v9H0z" />
      <rect class="d-portrait" x="10" y="30" width="32" height="42" rx="3" />
      <path class="d-portrait-ink" d="M14 72v-6a12 12 0 0 1 24 0v6zM26 36a8 8 0 1 0 .1 0z" />
      <text
        class="d-name"
        x="50"
        y="44"
        textLength={card.label.length > 11 ? 76 : undefined}
        lengthAdjust="spacingAndGlyphs"
      >
        {card.label}
      </text>
      <path class="d-thin" d="M50 54h72M50 63h60M50 72h40" />
    </Carry>
  );
}
