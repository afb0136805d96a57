import { CheckField, instantText, numberText, TextField } from '../../../console-kit/index.ts';
import type { Directive } from '../../../protocol/index.ts';
import { useDesk } from '../frame/desk.ts';
import type { Draft } from './draft.ts';

/** The prices there are, each of which can go, and one that is added. */
export function PriceFields(props: { draft: Draft; directive: Directive; onChange: (part: Partial<Draft>) => void }) {
  const { texts, language } = useDesk();
  const { draft, directive, onChange } = props;
  const words = texts.directive;
  return (
    <>
      <TextField
        label={words.price}
        inputMode="numeric"
        value={draft.copyYen}
        onChange={(copyYen) => onChange({ copyYen })}
      />
      <TextField
        label={words.priceFrom}
        type="datetime-local"
        value={draft.priceFrom}
        onChange={(priceFrom) => onChange({ priceFrom })}
      />
      <fieldset>
        <legend>{words.keptPrices}</legend>
        {directive.prices.map(({ effectiveFrom, copyYen }) => (
          <CheckField
            key={effectiveFrom}
            label={`${words.yen(numberText(language, copyYen))} (${instantText(language, effectiveFrom)} –)`}
            checked={!draft.removedPrices.includes(effectiveFrom)}
            onChange={(kept) =>
              onChange({
                removedPrices: kept
                  ? draft.removedPrices.filter((one) => one !== effectiveFrom)
                  : [...draft.removedPrices, effectiveFrom],
              })
            }
          />
        ))}
      </fieldset>
    </>
  );
}
