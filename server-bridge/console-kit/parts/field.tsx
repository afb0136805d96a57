import type { ComponentChildren, InputHTMLAttributes } from 'preact';
import { useId } from 'preact/hooks';

type FieldParts = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string;
  required?: boolean;
};

type InputType = 'text' | 'password' | 'search' | 'date' | 'datetime-local' | 'number';

/** Each kind of input by its own literal: which roles and attributes fit follows from it. */
function inputOf(type: InputType, attributes: Omit<InputHTMLAttributes<HTMLInputElement>, 'type' | 'role' | 'list'>) {
  switch (type) {
    case 'text':
      return <input type="text" {...attributes} />;
    case 'password':
      return <input type="password" {...attributes} />;
    case 'search':
      return <input type="search" {...attributes} />;
    case 'date':
      return <input type="date" {...attributes} />;
    case 'datetime-local':
      return <input type="datetime-local" {...attributes} />;
    case 'number':
      return <input type="number" {...attributes} />;
    default: {
      const never: never = type;
      throw new Error(`unknown input ${String(never)}`);
    }
  }
}

/** A line of text with its label. */
export function TextField(
  props: FieldParts & {
    type?: InputType;
    autoComplete?: string;
    inputMode?: 'numeric' | 'text';
    maxLength?: number;
    class?: string;
  },
) {
  const id = useId();
  const { label, value, onChange, hint, required, type = 'text', autoComplete = 'off', inputMode, maxLength } = props;
  return (
    <div class={`field ${props.class ?? ''}`}>
      <label for={id}>{label}</label>
      {inputOf(type, {
        id,
        value,
        autocomplete: autoComplete,
        spellcheck: false,
        'aria-describedby': hint === undefined ? undefined : `${id}-hint`,
        onInput: ({ currentTarget }) => onChange(currentTarget.value),
        ...(required === undefined ? {} : { required }),
        ...(inputMode === undefined ? {} : { inputmode: inputMode }),
        ...(maxLength === undefined ? {} : { maxlength: maxLength }),
      })}
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

export function SelectField(props: FieldParts & { options: readonly (readonly [value: string, label: string])[] }) {
  const id = useId();
  const { label, value, onChange, options } = props;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

export function CheckField(props: {
  label: ComponentChildren;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  const id = useId();
  return (
    <div class="check">
      <input
        id={id}
        type="checkbox"
        checked={props.checked}
        onChange={({ currentTarget }) => props.onChange(currentTarget.checked)}
      />
      <label for={id}>{props.label}</label>
    </div>
  );
}
