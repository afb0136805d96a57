/**
 * The card, to be carried by the pointer between hand and reader. Lets go of it where it began when it is dropped anywhere else.
 * Whoever uses no pointer has the buttons beside the picture, which say the same in words.
 */
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { BenchCard } from '../../messages/state.ts';

/** In units of the picture. */
type Point = { readonly x: number; readonly y: number };
type Carried = { readonly pointerId: number; readonly from: Point; readonly by: Point };
type CarryEvent = PointerEvent & { readonly currentTarget: SVGGElement };

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
  const [carried, setCarried] = useState<Carried | null>(null);
  const x = at.x + (carried?.by.x ?? 0);
  const y = at.y + (carried?.by.y ?? 0);

  function take(event: CarryEvent): void {
    const from = inPicture(event);
    if (event.button !== 0 || from === null) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setCarried({ pointerId: event.pointerId, from, by: { x: 0, y: 0 } });
  }
  function move(event: CarryEvent): void {
    const now = inPicture(event);
    if (carried?.pointerId !== event.pointerId || now === null) return;
    setCarried({ ...carried, by: { x: now.x - carried.from.x, y: now.y - carried.from.y } });
  }
  function drop(event: CarryEvent): void {
    const now = inPicture(event);
    if (carried?.pointerId !== event.pointerId) return;
    setCarried(null);
    if (now === null) return;
    const left = at.x + now.x - carried.from.x;
    const top = at.y + now.y - carried.from.y;
    onDrop({ x: left + WIDTH / 2, y: top + HEIGHT / 2 });
  }

  return (
    <g
      class={carried === null ? 'd-carry' : 'd-carry d-carried'}
      transform={`translate(${x} ${y})`}
      onPointerDown={take}
      onPointerMove={move}
      onPointerUp={drop}
      onPointerCancel={() => setCarried(null)}
    >
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
    </g>
  );
}

/** Where the pointer is, in units of the picture; null while it is not drawn. */
function inPicture({ currentTarget, clientX, clientY }: CarryEvent): Point | null {
  const matrix = currentTarget.ownerSVGElement?.getScreenCTM();
  if (matrix === null || matrix === undefined) return null;
  const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(matrix.inverse());
  return { x, y };
}
