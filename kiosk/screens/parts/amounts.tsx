/** Names and values side by side: prices, choices, facts. */
import type { ComponentChildren, VNode } from 'preact';

export interface Amount {
  name: string;
  value: ComponentChildren;
  /** Stands out: what matters most in the list. */
  strong?: boolean;
}

export function Amounts({ amounts, live }: { amounts: readonly Amount[]; live?: boolean }): VNode {
  return (
    <dl class="amounts" aria-live={live === true ? 'polite' : undefined}>
      {amounts.map(({ name, value, strong }) => (
        <div class={strong === true ? 'amount amount-strong' : 'amount'} key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
