import { SelectField, said } from '../../../console-kit/index.ts';
import { CORRECTION_REASONS, type CorrectionReason } from '../../register/dose-facts.ts';
import { useDesk } from '../frame/desk.ts';

/** Why something is changed; nothing is chosen for the person. */
export function ReasonField(props: {
  value: CorrectionReason | '';
  onChange: (reason: CorrectionReason | '') => void;
}) {
  const { texts } = useDesk();
  return (
    <SelectField
      label={texts.common.reason}
      value={props.value}
      options={[
        ['', texts.common.choose],
        ...CORRECTION_REASONS.map((reason) => [reason, said(texts.words.reasons, reason)] as const),
      ]}
      onChange={(chosen) => props.onChange(CORRECTION_REASONS.find((reason) => reason === chosen) ?? '')}
    />
  );
}
