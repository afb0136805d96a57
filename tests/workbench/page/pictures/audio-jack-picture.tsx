/**
 * The jack at the kiosk and the plug of somebody's headphones, which can be carried to it and away or pressed; the lamp burns while it
 * is in. Drawn for this project; the panel's words and buttons say and do the same.
 */
import type { VNode } from 'preact';
import { Carry, type Point } from './carry.tsx';

const PLUG = { width: 58, height: 24 } as const;
const IN_JACK = { x: 62, y: 48 } as const;
const IN_HAND = { x: 140, y: 48 } as const;
/** Right of it the plug is out of the jack. */
const JACK_ENDS = 118;
const FACE = { top: 8, bottom: 112 } as const;

export function AudioJackPicture(props: { plugged: boolean; onPlug: (plugged: boolean) => void }): VNode {
  const { plugged, onPlug } = props;
  const dropped = ({ x, y }: Point): void => {
    const atJack = x < JACK_ENDS && y > FACE.top && y < FACE.bottom;
    if (atJack !== plugged) onPlug(atJack);
  };
  return (
    <svg class="d-jack" viewBox="0 0 220 120" aria-hidden="true" focusable="false">
      <rect class="d-shadow" x="14" y="14" width="72" height="102" rx="14" />
      <rect class="d-body" x="14" y="8" width="72" height="102" rx="14" />
      <circle class="d-face" cx="62" cy="60" r="20" />
      <circle class="d-dark" cx="66" cy="60" r="8" />
      <path class="d-waves" d="M26 52v16M26 52a12 12 0 0 1 16 0M42 52v16" />
      <circle class={plugged ? 'd-light-ready' : 'd-light-off'} cx="74" cy="20" r="5" />
      <Carry at={plugged ? IN_JACK : IN_HAND} size={PLUG} onDrop={dropped} onPress={() => onPlug(!plugged)}>
        <path class="d-cable" d="M56 12h18q14 0 14 20v40" />
        <rect class="d-thin-pin" x="0" y="9" width="24" height="6" rx="3" />
        <rect class="d-dark" x="22" y="2" width="36" height="20" rx="7" />
        {/* Easier to take hold of than what is seen. */}
        <rect class="d-hold" x="-8" y="-14" width="76" height="52" />
      </Carry>
    </svg>
  );
}
