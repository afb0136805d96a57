import { TextField } from '../../../console-kit/index.ts';
import { useDesk } from '../frame/desk.ts';
import { typedDigits } from '../texts/typed-digits.ts';
import { checkedNumber } from '../texts/typed-number.ts';

/** An individual number is typed twelve digits long and checked at once by its last (V13); the browser is told to keep nothing. */
export function IndividualNumberField(props: { value: string; onChange: (value: string) => void; hint: string }) {
  const { texts } = useDesk();
  const digits = typedDigits(props.value);
  const state =
    digits === ''
      ? ''
      : digits.length < 12
        ? texts.number.missing(12 - digits.length)
        : checkedNumber(props.value) === null
          ? texts.number.invalid
          : texts.number.fits;
  return (
    <div class="number-field">
      <TextField
        label={texts.number.title}
        hint={props.hint}
        value={props.value}
        inputMode="numeric"
        maxLength={16}
        onChange={props.onChange}
      />
      <p class="told" role="status">
        {state}
      </p>
    </div>
  );
}
