/** The few parts all panels are made of. English is the name of a thing; Japanese stands beside it. */
import type { ComponentChildren, VNode } from 'preact';

export function Words({ en, ja }: { en: string; ja: string }): VNode {
  return (
    <span class="words">
      <span class="en">{en}</span>
      <span class="ja" lang="ja">
        {ja}
      </span>
    </span>
  );
}

interface DoProps {
  /** Accessible name; shown as well, unless `children` are. */
  name: string;
  ja: string;
  onPress: () => void;
  rank?: 'main' | 'plain' | 'fault' | 'mend' | 'money';
  disabled?: boolean;
  children?: ComponentChildren;
}

/** A button. Faults and their mending are told apart by colour and by their words. */
export function Do({ name, ja, onPress, rank = 'plain', disabled = false, children }: DoProps): VNode {
  return (
    <button type="button" class={`do do-${rank}`} aria-label={name} disabled={disabled} onClick={onPress}>
      {children ?? <Words en={name} ja={ja} />}
    </button>
  );
}

/** A fault and its mending in one place: the button is whichever can be done now. */
export function Fault(props: {
  present: boolean;
  raise: { name: string; ja: string };
  mend: { name: string; ja: string };
  onTurn: (present: boolean) => void;
}): VNode {
  const { present, raise, mend, onTurn } = props;
  const words = present ? mend : raise;
  return <Do name={words.name} ja={words.ja} rank={present ? 'mend' : 'fault'} onPress={() => onTurn(!present)} />;
}

interface ChoiceProps<T extends string> {
  label: string;
  ja: string;
  value: T;
  options: readonly (readonly [value: T, text: string])[];
  onChoose: (value: T) => void;
  wide?: boolean;
}

export function Choice<T extends string>({ label, ja, value, options, onChoose, wide }: ChoiceProps<T>): VNode {
  return (
    <label class={wide === true ? 'choice choice-wide' : 'choice'}>
      <Words en={label} ja={ja} />
      <select
        aria-label={label}
        value={value}
        onChange={({ currentTarget }) => {
          const chosen = options.find(([option]) => option === currentTarget.value);
          if (chosen !== undefined) onChoose(chosen[0]);
        }}
      >
        {options.map(([option, text]) => (
          <option key={option} value={option} selected={option === value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

interface PanelProps {
  id: string;
  en: string;
  ja: string;
  /** How the device is, in a word. */
  status: { text: string; tone: 'good' | 'busy' | 'bad' | 'off' };
  picture?: VNode;
  children: ComponentChildren;
}

export function Panel({ id, en, ja, status, picture, children }: PanelProps): VNode {
  return (
    <section class="panel" aria-labelledby={`${id}-title`}>
      <header class="panel-head">
        <h2 id={`${id}-title`}>
          <Words en={en} ja={ja} />
        </h2>
        <span class={`status status-${status.tone}`}>{status.text}</span>
      </header>
      <div class={picture === undefined ? 'panel-body' : 'panel-body panel-body-picture'}>
        {picture === undefined ? null : <div class="panel-picture">{picture}</div>}
        <div class="panel-hands">{children}</div>
      </div>
    </section>
  );
}

/** Things used seldom, folded away. */
export function Folded({ en, ja, children }: { en: string; ja: string; children: ComponentChildren }): VNode {
  return (
    <details class="folded">
      <summary>
        <Words en={en} ja={ja} />
      </summary>
      <div class="folded-body">{children}</div>
    </details>
  );
}
