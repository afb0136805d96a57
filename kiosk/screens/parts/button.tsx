/** The one kind of button, in its ranks. Every target is large enough for an unsteady hand (12 mm and more). */
import type { ComponentChildren, VNode } from 'preact';
import { Icon, type Sign } from './icons.tsx';

export interface ButtonProps {
  /** `primary`: the way on; `choice`: one of several; `plain`: everything beside the way. */
  rank: 'primary' | 'choice' | 'plain';
  onPress: () => void;
  children: ComponentChildren;
  sign?: Sign;
  /** On which side of the words the sign stands. */
  signAfter?: boolean;
  disabled?: boolean;
  pressed?: boolean;
  label?: string;
  lang?: string;
}

export function Button({
  rank,
  onPress,
  children,
  sign,
  signAfter,
  disabled,
  pressed,
  label,
  lang,
}: ButtonProps): VNode {
  const icon = sign === undefined ? null : <Icon sign={sign} />;
  return (
    <button
      type="button"
      class={`button button-${rank}`}
      onClick={onPress}
      disabled={disabled ?? false}
      aria-pressed={pressed}
      aria-label={label}
      lang={lang}
    >
      {signAfter === true ? null : icon}
      <span class="button-words">{children}</span>
      {signAfter === true ? icon : null}
    </button>
  );
}
