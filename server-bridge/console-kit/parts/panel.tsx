import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

/** A named part of a page. */
export function Panel(props: { title: string; class?: string; children: ComponentChildren }) {
  const id = useId();
  return (
    <section class={`panel ${props.class ?? ''}`} aria-labelledby={id}>
      <h2 id={id}>{props.title}</h2>
      {props.children}
    </section>
  );
}
