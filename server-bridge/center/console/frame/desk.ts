/** What every part of the page has at hand: words, the session, the center, and where results are told. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Session } from '../../console-api/staff.ts';
import type { Right } from '../../staff/rights.ts';
import type { Client } from '../client/client.ts';
import type { Language, Texts } from '../texts/texts.ts';

export type Notice = { readonly kind: 'progress' | 'done' | 'problem'; readonly text: string };

export type Desk = {
  readonly language: Language;
  readonly texts: Texts;
  readonly session: Session;
  readonly client: Client;
  may(right: Right): boolean;
  /** Says it in the page's live region. */
  tell(notice: Notice): void;
};

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('This part stands outside of the desk.');
  return desk;
}
