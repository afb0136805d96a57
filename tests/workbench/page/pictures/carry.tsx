/**
 * Something that the pointer carries about in a picture. It is back where it began when it is let go anywhere else than where it
 * belongs. Whoever uses no pointer has the buttons beside the picture, which say the same in words.
 */
import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';

/** In units of the picture. */
export type Point = { readonly x: number; readonly y: number };
type Carried = { readonly pointerId: number; readonly from: Point; readonly by: Point };
type CarryEvent = PointerEvent & { readonly currentTarget: SVGGElement };

/** Let go no further away, it was pressed and not carried. */
const STILL = 3;

interface Props {
  /** Where its upper left corner lies. */
  at: Point;
  size: { readonly width: number; readonly height: number };
  /** Its middle was let go there. */
  onDrop: (middle: Point) => void;
  /** It was pressed without being carried anywhere. */
  onPress?: () => void;
  children: ComponentChildren;
}

export function Carry({ at, size, onDrop, onPress, children }: Props): VNode {
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
    const by = { x: now.x - carried.from.x, y: now.y - carried.from.y };
    if (onPress !== undefined && Math.hypot(by.x, by.y) <= STILL) onPress();
    else onDrop({ x: at.x + by.x + size.width / 2, y: at.y + by.y + size.height / 2 });
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
      {children}
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
