/** A clerk's personal code as it is typed: how many digits are there, and the pad. The digits themselves are nowhere on the page. */
import type { VNode } from 'preact';
import type { UiAction } from '../../snapshot.ts';
import { DigitBoxes, DigitPad } from './digit-pad.tsx';

const CODE_DIGITS = { min: 4, max: 8 } as const;

export function CodeEntry(props: {
  digits: number;
  words: { entered: (digits: number) => string; pad: string; erase: string; confirm: string };
  act: (action: UiAction) => void;
}): VNode {
  const { digits, words, act } = props;
  return (
    <>
      <DigitBoxes boxes={CODE_DIGITS.max} digits={digits} label={words.entered(digits)} />
      <DigitPad
        label={words.pad}
        erase={words.erase}
        confirm={{ words: words.confirm, disabled: digits < CODE_DIGITS.min }}
        act={act}
      />
    </>
  );
}
