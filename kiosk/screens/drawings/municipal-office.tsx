/** The municipal office: go on there. */
import type { VNode } from 'preact';
import { Picture } from './pieces.tsx';

export function MunicipalOffice(): VNode {
  return (
    <Picture>
      <path class="draw-line" d="M240 66V18" />
      <path class="draw-accent" d="M240 18h58l-14 16 14 16h-58z" />
      <path class="draw-paper" d="M150 112l90-46 90 46z" />
      <rect class="draw-tone" x="70" y="112" width="340" height="180" />
      <path class="draw-shade-only" d="M52 292h376v14H52z" />
      <path class="draw-paper" d="M206 212h68v80h-68z" />
      <path class="draw-line-thin" d="M240 212v80" />
      <path
        class="draw-paper"
        d="M98 138h40v40H98zM162 138h40v40h-40zM278 138h40v40h-40zM342 138h40v40h-40zM98 216h64v44H98zM318 216h64v44h-64z"
      />
    </Picture>
  );
}
