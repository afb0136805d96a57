/** The receipt printer, with what comes out of it. */
import type { VNode } from 'preact';

interface Props {
  coverOpen: boolean;
  paperEnd: boolean;
  printed: boolean;
}

export function ReceiptPrinterPicture({ coverOpen, paperEnd, printed }: Props): VNode {
  return (
    <svg viewBox="0 0 220 180" aria-hidden="true" focusable="false">
      {paperEnd ? null : <path class="d-paper" d={printed ? RECEIPT : STUB} />}
      {printed && !paperEnd ? <path class="d-thin" d="M86 32h48M80 44h60M80 54h60M80 64h38M80 80h60" /> : null}
      {coverOpen ? <path class="d-cover" d="M48 96l-20-58 12-5 26 63z" /> : null}
      <rect class="d-shadow" x="40" y="100" width="140" height="74" rx="14" />
      <rect class="d-body" x="40" y="94" width="140" height="74" rx="14" />
      <rect class="d-slot" x="62" y="102" width="96" height="6" rx="3" />
      <rect class="d-face" x="52" y="120" width="116" height="36" rx="8" />
      <circle class={paperEnd || coverOpen ? 'd-light-bad' : 'd-light-ready'} cx="70" cy="138" r="5" />
      <path class="d-thin" d="M90 138h60" />
    </svg>
  );
}

const STUB = 'M68 104V84l6 5 6-5 6 5 6-5 6 5 6-5 6 5 6-5 6 5 6-5 6 5 6-5 6 5 6-5v20z';
const RECEIPT = 'M68 104V16l6 5 6-5 6 5 6-5 6 5 6-5 6 5 6-5 6 5 6-5 6 5 6-5 6 5 6-5v88z';
