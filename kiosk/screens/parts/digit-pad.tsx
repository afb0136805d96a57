/** A pad of digits and the boxes that count them. The screen knows how many digits there are, never which (K2). */
import type { VNode } from 'preact';
import type { Act } from '../view.ts';
import { Button } from './button.tsx';

/** As on a telephone; the last row is filled by zero and erase. */
const PAD = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

export interface DigitBoxesProps {
  boxes: number;
  digits: number;
  /** Spoken when a digit is added or erased. */
  label: string;
}

export function DigitBoxes({ boxes, digits, label }: DigitBoxesProps): VNode {
  return (
    <div class="pin-boxes" role="status" aria-live="polite">
      <span class="spoken-only">{label}</span>
      {Array.from({ length: boxes }, (_, place) => (
        <span key={place} class={place < digits ? 'pin-box pin-box-full' : 'pin-box'} aria-hidden="true" />
      ))}
    </div>
  );
}

export interface DigitPadProps {
  label: string;
  erase: string;
  act: Act;
  /** A button beside the zero, where entries have no fixed length. */
  confirm?: { words: string; disabled: boolean };
}

export function DigitPad({ label, erase, act, confirm }: DigitPadProps): VNode {
  const press = (digit: number) => (
    <Button key={digit} rank="plain" onPress={() => act({ type: 'digit', digit })}>
      {digit}
    </Button>
  );
  return (
    <section class="pad" aria-label={label}>
      {PAD.map(press)}
      {confirm === undefined ? (
        <span class="pad-gap" />
      ) : (
        <Button rank="plain" sign="check" disabled={confirm.disabled} onPress={() => act({ type: 'next' })}>
          <span class="pad-erase">{confirm.words}</span>
        </Button>
      )}
      {press(0)}
      <Button rank="plain" sign="erase" onPress={() => act({ type: 'erase-digit' })}>
        <span class="pad-erase">{erase}</span>
      </Button>
    </section>
  );
}
