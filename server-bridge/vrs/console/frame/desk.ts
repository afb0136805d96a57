/** What every part of the page has at hand: words, the session and its rights, VRS, and whether the screen is blank. */
import { createContext } from 'preact';
import { useContext, useEffect } from 'preact/hooks';
import type { KitDesk } from '../../../console-kit/index.ts';
import type { VrsSession } from '../../console-api/staff.ts';
import type { Right } from '../../staff/rights.ts';
import type { Texts } from '../texts/texts.ts';

export type Desk = KitDesk & {
  readonly texts: Texts;
  readonly session: VrsSession;
  readonly blanked: boolean;
  may(right: Right): boolean;
};

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('This part stands outside of the desk.');
  return desk;
}

/** For what must not come back when the screen does: an individual number above all. */
export function useWhenBlanked(forget: () => void): void {
  const { blanked } = useDesk();
  useEffect(() => {
    if (blanked) forget();
  }, [blanked]);
}
