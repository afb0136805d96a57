/**
 * Tells across a shop floor which terminal this is, because the center has been asked to (order `identify`). It lies over the upper
 * edge, takes no touch and covers no button: whoever wants to begin can.
 */
import type { VNode } from 'preact';

export function IdentifySign({ terminalId, words }: { terminalId: string; words: string }): VNode {
  return (
    <div class="identify" role="status">
      <p class="identify-words">{words}</p>
      <p class="identify-name">{terminalId}</p>
    </div>
  );
}
