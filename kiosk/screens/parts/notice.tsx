/** A remark that must not be overlooked: its meaning is carried by sign, frame and words, never by colour alone. */
import type { ComponentChildren, VNode } from 'preact';
import { Icon } from './icons.tsx';

export interface NoticeProps {
  tone: 'information' | 'warning';
  children: ComponentChildren;
  /** Spoken at once by a screen reader. */
  urgent?: boolean;
}

export function Notice({ tone, children, urgent }: NoticeProps): VNode {
  return (
    <div class={`notice notice-${tone}`} role={urgent === true ? 'alert' : undefined}>
      <Icon sign={tone} />
      <div class="notice-words">{children}</div>
    </div>
  );
}
