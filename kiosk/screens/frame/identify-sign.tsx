/**
 * Tells across a shop floor which terminal this is, because the center has been asked to (order `identify`). It stands in the place of
 * the banner, so that it covers nothing whoever wants to begin may touch. It is for those who look for the machine: never spoken.
 */
import type { VNode } from 'preact';

export function IdentifySign({ terminalId, words }: { terminalId: string; words: string }): VNode {
  return (
    <header class="identify">
      <p class="identify-words">{words}</p>
      <p class="identify-name">{terminalId}</p>
    </header>
  );
}
