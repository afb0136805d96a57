const FINE = ['ready', 'empty', 'occupied', 'locked', 'not-fitted'];

/** How a device's state is coloured. */
export function deviceKind(state: string): 'good' | 'plain' | 'bad' {
  if (FINE.includes(state)) return 'good';
  return state === 'unknown' ? 'plain' : 'bad';
}
