/** A word with a colour of its own; the word alone says all of it. */
export function Badge({ kind, text }: { kind: 'good' | 'warn' | 'bad' | 'info' | 'plain'; text: string }) {
  return <span class={`badge badge-${kind}`}>{text}</span>;
}
