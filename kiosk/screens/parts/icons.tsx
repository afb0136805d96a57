/** Small signs beside words. They repeat what the words say, so they are hidden from assistive technology. */
import type { VNode } from 'preact';

const SIGNS = {
  back: 'M15 4 7 12l8 8',
  cancel: 'M5 5l14 14M19 5 5 19',
  check: 'M4 13l5 5L20 6',
  next: 'M9 4l8 8-8 8',
  up: 'M4 15l8-8 8 8',
  down: 'M4 9l8 8 8-8',
  plus: 'M12 4v16M4 12h16',
  minus: 'M4 12h16',
  erase: 'M9 5h12v14H9L2 12zM12 9l6 6M18 9l-6 6',
  warning: 'M12 3 1.8 21h20.4zM12 9.5v5.5M12 17.6v.6',
  information: 'M12 10.5V18M12 6v.8M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0z',
  help: 'M8.5 9a3.5 3.5 0 1 1 5 3.2c-1 .5-1.5 1.2-1.5 2.3M12 17.6v.6M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0z',
  lock: 'M7.5 11V7.5a4.5 4.5 0 0 1 9 0V11M5 11h14v10H5z',
  options: 'M3 7h10M17 7h4M15 4.5v5M3 17h4M11 17h10M9 14.5v5',
  quiet: 'M3 9h4l5-4v14l-5-4H3zM16 9l5 6M21 9l-5 6',
  clock: 'M12 6v6l4 3M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0z',
} as const;
export type Sign = keyof typeof SIGNS;

export function Icon({ sign }: { sign: Sign }): VNode {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={SIGNS[sign]} />
    </svg>
  );
}
