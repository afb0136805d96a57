/** What every part of the page has at hand: words, the session, the center, and where results are told. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { KitDesk } from '../../../console-kit/index.ts';
import type { Session } from '../../console-api/staff.ts';
import type { Right } from '../../staff/rights.ts';
import type { Texts } from '../texts/texts.ts';

export type Desk = KitDesk & {
  readonly texts: Texts;
  readonly session: Session;
  may(right: Right): boolean;
};

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('This part stands outside of the desk.');
  return desk;
}
