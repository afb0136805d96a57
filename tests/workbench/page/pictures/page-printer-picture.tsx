/** The page printer from the front: output tray on top, cover, input tray below. */
import type { VNode } from 'preact';

interface Props {
  coverOpen: boolean;
  jammed: boolean;
  loaded: boolean;
  sheetsInTray: number;
  printing: boolean;
}

const MOST_DRAWN_SHEETS = 4;

export function PagePrinterPicture({ coverOpen, jammed, loaded, sheetsInTray, printing }: Props): VNode {
  const sheets = Array.from({ length: Math.min(sheetsInTray, MOST_DRAWN_SHEETS) }, (_, index) => index);
  const light = coverOpen || jammed || !loaded ? 'd-light-bad' : printing ? 'd-light-busy' : 'd-light-ready';
  return (
    <svg viewBox="0 0 220 180" aria-hidden="true" focusable="false">
      {sheets.map((index) => (
        <g key={index} transform={`translate(${index * 4} ${-index * 5})`}>
          <path class="d-paper" d="M62 70l10-44h72l10 44z" />
          <path class="d-thin" d="M82 36h44M79 46h54M77 56h58" />
        </g>
      ))}
      {coverOpen ? <path class="d-cover" d="M24 72l-8-50 10-3 18 53z" /> : null}
      <rect class="d-shadow" x="16" y="72" width="188" height="100" rx="12" />
      <rect class="d-body" x="16" y="66" width="188" height="100" rx="12" />
      <path class="d-dark" d="M44 66h132l-8 16H52z" />
      <rect class={printing ? 'd-display d-display-busy' : 'd-display'} x="150" y="92" width="40" height="18" rx="4" />
      <circle class={light} cx="136" cy="101" r="5" />
      {coverOpen ? <path class="d-dark" d="M26 90h90v26H26z" /> : <path class="d-edge" d="M26 90h90v26H26z" />}
      {jammed ? <path class="d-jam" d="M34 104l10-9 8 14 9-14 9 14 8-14 9 14 9-10" /> : null}
      <rect class="d-face" x="26" y="128" width="168" height="30" rx="6" />
      {loaded ? <path class="d-paper" d="M38 134h144v10H38z" /> : <path class="d-bad-dashes" d="M38 134h144v10H38z" />}
      <path class="d-thin" d="M94 151h32" />
    </svg>
  );
}
