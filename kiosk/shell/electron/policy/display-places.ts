/** Which display shows what (electron-shell §12): chosen by name or size, never by the order in which displays were found. */
import type { DisplayWish, DisplayWishes } from '../pipe/down-line.ts';
import type { Audience, Bounds } from './window-options.ts';

export interface DisplayFound {
  label: string;
  bounds: Bounds;
}

/** Where each audience's window stands; without a display of its own the operator's screens use the residents'. */
export interface DisplayPlaces {
  resident: Bounds;
  operator: Bounds | null;
  /** A display that was asked for is not there: the next best is used. */
  missing: boolean;
}

const SMALLEST: Bounds = { x: 0, y: 0, width: 1080, height: 1920 };

export function displayPlaces(found: readonly DisplayFound[], wishes: DisplayWishes): DisplayPlaces {
  const operator = wishes.operator === undefined ? undefined : found.find((display) => fits(display, wishes.operator));
  const free = found.filter((display) => display !== operator);
  const resident = free.find((display) => fits(display, wishes.resident));
  // A resident must never be left without a screen: rather the operator's display than none.
  const instead = resident ?? free[0] ?? operator;
  return {
    resident: instead?.bounds ?? SMALLEST,
    operator: operator === undefined || operator === instead ? null : operator.bounds,
    missing: resident === undefined || (wishes.operator !== undefined && operator === undefined),
  };
}

function fits(display: DisplayFound, wish: DisplayWish | undefined): boolean {
  return (
    wish !== undefined &&
    (wish.label === undefined || wish.label === display.label) &&
    (wish.width === undefined || wish.width === display.bounds.width) &&
    (wish.height === undefined || wish.height === display.bounds.height)
  );
}

/** Whom a screen is for, by its name: the store operator's screens all begin alike. */
export function audienceOf(screenName: string): Audience {
  return screenName.startsWith('operator-') ? 'operator' : 'resident';
}
