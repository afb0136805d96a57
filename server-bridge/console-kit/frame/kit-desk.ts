/** What the pieces of the kit have at hand on every page: words, the session's end, the system, and where results are told. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Client } from '../client/client.ts';
import type { KitTexts } from '../texts/kit-en.ts';
import type { Language } from '../texts/language.ts';

export type Notice = { readonly kind: 'progress' | 'done' | 'problem'; readonly text: string };

/** What the session's message of every system has. */
export type KitSession = {
  readonly name: string;
  readonly csrf: string;
  readonly idleEndsAt: string;
  readonly endsAt: string;
  readonly mustChangePassword: boolean;
};

export type KitDesk = {
  readonly language: Language;
  readonly texts: KitTexts;
  readonly session: KitSession;
  readonly client: Client;
  /** Says it in the page's live region. */
  tell(notice: Notice): void;
};

export const KitDeskContext = createContext<KitDesk | null>(null);

export function useKitDesk(): KitDesk {
  const desk = useContext(KitDeskContext);
  if (desk === null) throw new Error('This part stands outside of the desk.');
  return desk;
}
