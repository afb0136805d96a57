/**
 * The card reader from above and the hand below it; the card lies on one of them and can be carried to the other. Drawn for this
 * project; the panel's words and buttons say and do the same.
 */
import type { VNode } from 'preact';
import type { BenchCard } from '../../messages/state.ts';
import { CardToDrag } from './card-to-drag.tsx';

interface Props {
  plugged: boolean;
  /** On the reader. */
  card: BenchCard | null;
  /** In the hand when none lies on the reader. */
  handCard: BenchCard;
  onLay: () => void;
  onTake: () => void;
}

const BODY = { left: 18, top: 34, right: 202, bottom: 168 } as const;
const ON_READER = { x: 44, y: 66 } as const;
const IN_HAND = { x: 44, y: 190 } as const;

export function ReaderPicture({ plugged, card, handCard, onLay, onTake }: Props): VNode {
  const light = plugged ? (card === null ? 'd-light-ready' : 'd-light-busy') : 'd-light-off';
  const dropped = ({ x, y }: { x: number; y: number }): void => {
    const overReader = x > BODY.left && x < BODY.right && y > BODY.top && y < BODY.bottom;
    if (card === null && overReader) onLay();
    if (card !== null && !overReader) onTake();
  };
  return (
    <svg class="d-reader" viewBox="0 0 220 284" aria-hidden="true" focusable="false">
      {plugged ? (
        <path class="d-cable" d="M110 34V22q0-10 14-10h84" />
      ) : (
        <>
          <path class="d-cable" d="M110 34v-6" />
          <path class="d-cable" d="M150 12h58" />
          <path class="d-bad" d="M126 5h20v14h-20z" />
          <path class="d-bad-line" d="M126 9h-7M126 15h-7" />
        </>
      )}
      <rect class="d-shadow" x="18" y="40" width="184" height="134" rx="18" />
      <rect class="d-body" x="18" y="34" width="184" height="134" rx="18" />
      <rect class="d-face" x="28" y="58" width="164" height="100" rx="12" />
      <circle class={light} cx="110" cy="46" r="5" />
      {card === null ? (
        <>
          <rect class="d-dashes" x="50" y="70" width="120" height="76" rx="8" />
          <path class="d-waves" d="M98 122a17 17 0 0 1 24 0M90 113a28 28 0 0 1 40 0M82 104a40 40 0 0 1 56 0" />
        </>
      ) : (
        <rect class="d-dashes" x="50" y="194" width="120" height="76" rx="8" />
      )}
      <CardToDrag card={card ?? handCard} at={card === null ? IN_HAND : ON_READER} onDrop={dropped} />
    </svg>
  );
}
