import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Client } from '../client/client.ts';
import type { Place } from '../client/route.ts';
import type { KitTexts } from '../texts/kit-en.ts';
import type { Language } from '../texts/language.ts';
import { problemText } from '../texts/problem-text.ts';
import { type KitDesk, KitDeskContext, type KitSession, type Notice } from './kit-desk.ts';
import { Mark } from './mark.tsx';
import { SessionEnd } from './session-end.tsx';
import { usePlace } from './use-place.ts';

const DONE_SHOWN_MS = 10_000;

/** One page as this session has it: the first word of its address, and whether this person may open it. */
export type DeskPage = {
  readonly word: string;
  readonly title: string;
  readonly allowed: boolean;
  /** The missing right as people say it. */
  readonly right: string;
  show(place: Place): ComponentChildren;
};

/** The desk of somebody who is signed in: pages at the left, the page itself, and what was last told. */
export function DeskFrame(props: {
  texts: KitTexts;
  session: KitSession;
  client: Client;
  language: Language;
  pages: readonly DeskPage[];
  /** Below the person's name: account, roles. */
  person: ComponentChildren;
  /** Wraps everything on the desk in the page's own context. */
  provide: (desk: KitDesk, content: ComponentChildren) => ComponentChildren;
  switchLanguage: () => void;
  onStay: () => void;
  onSignedOut: (ended: boolean) => void;
}) {
  const { texts, session, client, language, pages, switchLanguage, onStay, onSignedOut } = props;
  const place = usePlace();
  const main = useRef<HTMLElement>(null);
  const [notice, setNotice] = useState<Notice | null>(null);
  const tell = useCallback((next: Notice) => setNotice(next), []);
  useEffect(() => {
    // What went well is seen in the page itself; a problem stays until something else is told.
    if (notice?.kind !== 'done') return;
    const timer = setTimeout(() => setNotice(null), DONE_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [notice]);
  const desk: KitDesk = useMemo(
    () => ({ language, texts, session, client, tell }),
    [language, texts, session, client, tell],
  );

  const [word = '', second] = place.path;
  const page = pages.find((one) => one.word === word) ?? null;
  const address = `${word}/${second ?? ''}`;
  const first = useRef(true);
  useEffect(() => {
    // Another page begins at its top, for eyes and for ears; what was told belongs to the one before.
    if (first.current) {
      first.current = false;
      return;
    }
    setNotice(null);
    main.current?.focus();
    scrollTo(0, 0);
  }, [address]);

  async function signOut(): Promise<void> {
    const answer = await client.post('/console/sign-out');
    if (answer.isOk() || answer.error.kind === 'signed-out') onSignedOut(false);
    else tell({ kind: 'problem', text: problemText(texts, answer.error) });
  }

  const content = (
    <>
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        {texts.frame.skip}
      </button>
      <div class="desk">
        <header class="side">
          <p class="product">
            <Mark /> {texts.frame.product}
          </p>
          <nav aria-label={texts.frame.pages}>
            <ul>
              {pages
                .filter(({ allowed }) => allowed)
                .map((one) => (
                  <li key={one.word}>
                    <a href={`#/${one.word}`} aria-current={one === page ? 'page' : undefined}>
                      {one.title}
                    </a>
                  </li>
                ))}
            </ul>
          </nav>
          <div class="person">
            <p>
              <span class="hint">{texts.frame.signedInAs}</span>
              <br />
              <strong>{session.name}</strong>
              <br />
              <span class="hint">{props.person}</span>
            </p>
            <button type="button" class="quiet" onClick={switchLanguage} aria-label={texts.frame.languageLabel}>
              {texts.frame.language}
            </button>
            <button type="button" class="quiet" onClick={() => void signOut()}>
              {texts.frame.signOut}
            </button>
          </div>
        </header>
        <main id="content" ref={main} tabIndex={-1}>
          <SessionEnd onStay={onStay} onEnded={() => onSignedOut(true)} />
          {page === null ? (
            <h1>{texts.frame.unknownPage}</h1>
          ) : page.allowed ? (
            page.show(place)
          ) : (
            <>
              <h1>{page.title}</h1>
              <p class="problem" role="alert">
                {texts.frame.missingRight(page.right)}
              </p>
            </>
          )}
        </main>
        <div class={`notice notice-${notice?.kind ?? 'none'}`} role="status">
          {notice !== null && <p>{notice.text}</p>}
        </div>
      </div>
    </>
  );
  return <KitDeskContext.Provider value={desk}>{props.provide(desk, content)}</KitDeskContext.Provider>;
}
