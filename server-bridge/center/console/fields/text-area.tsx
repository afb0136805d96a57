import { useId } from 'preact/hooks';

/** Several lines of text with their label. */
export function TextArea(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string;
  rows: number;
  /** As wide as the form. */
  wide?: boolean;
  /** Letters of one width, for lines of data. */
  plain?: boolean;
  required?: boolean;
}) {
  const id = useId();
  const { label, value, onChange, hint, rows, wide = false, plain = false, required } = props;
  return (
    <div class={`field ${wide ? 'wide' : ''}`}>
      <label for={id}>{label}</label>
      <textarea
        id={id}
        rows={rows}
        value={value}
        class={plain ? 'plain-lines' : ''}
        spellcheck={false}
        autocomplete="off"
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
        {...(required === undefined ? {} : { required })}
      />
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
