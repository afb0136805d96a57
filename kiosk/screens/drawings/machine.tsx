/**
 * The whole machine from the front, small, with the place marked where to look now. Where things are is only sketched: every maker
 * arranges them differently, and the picture is drawn anew for a machine.
 */
import type { VNode } from 'preact';

/** Everything hands have to find. */
export type MachinePlace =
  | 'reader'
  | 'coin-slot'
  | 'touch-point'
  | 'return-slot'
  | 'paper-tray'
  | 'receipt-slot'
  | 'paper-drawer'
  | 'printer-cover'
  | 'coin-door'
  | 'back';

/** Middle and size of each place on the drawing of 160 × 320 units. */
const PLACES: Record<MachinePlace, { x: number; y: number; width: number; height: number }> = {
  reader: { x: 50, y: 164, width: 52, height: 28 },
  'touch-point': { x: 112, y: 160, width: 30, height: 30 },
  'coin-slot': { x: 112, y: 196, width: 14, height: 26 },
  'receipt-slot': { x: 50, y: 200, width: 44, height: 12 },
  'return-slot': { x: 112, y: 230, width: 34, height: 20 },
  'coin-door': { x: 112, y: 213, width: 46, height: 66 },
  'paper-tray': { x: 50, y: 230, width: 68, height: 24 },
  'printer-cover': { x: 50, y: 254, width: 76, height: 16 },
  'paper-drawer': { x: 80, y: 284, width: 120, height: 28 },
  back: { x: 146, y: 262, width: 16, height: 50 },
};
const DRAWN = [
  'reader',
  'touch-point',
  'coin-slot',
  'receipt-slot',
  'return-slot',
  'paper-tray',
  'paper-drawer',
] as const;

function Box({ place, look, margin = 0 }: { place: MachinePlace; look: string; margin?: number }): VNode {
  const { x, y, width, height } = PLACES[place];
  return (
    <rect
      class={look}
      x={x - width / 2 - margin}
      y={y - height / 2 - margin}
      width={width + 2 * margin}
      height={height + 2 * margin}
      rx={4 + margin / 2}
    />
  );
}

export function Machine({ places }: { places: readonly MachinePlace[] }): VNode {
  return (
    <svg class="machine" viewBox="-10 0 180 320" aria-hidden="true" focusable="false">
      <rect class="machine-body" x="8" y="6" width="144" height="308" rx="12" />
      <rect class="machine-screen" x="26" y="20" width="108" height="112" rx="6" />
      {DRAWN.map((place) => (
        <Box key={place} place={place} look="machine-part" />
      ))}
      {places.map((place) => (
        <g key={place}>
          <Box place={place} look="machine-here" />
          <Box place={place} look="machine-ring" margin={9} />
        </g>
      ))}
    </svg>
  );
}
