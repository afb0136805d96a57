import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Session } from '../../console-api/staff.ts';
import type { Client } from '../client/client.ts';
import { problemText } from '../texts/problem-text.ts';
import { type Language, said, TEXTS } from '../texts/texts.ts';
import { type Desk, DeskContext, type Notice } from './desk.ts';
import { Mark } from './mark.tsx';
import { PAGES } from './pages.tsx';
import { SessionEnd } from './session-end.tsx';
import { usePlace } from './use-place.ts';

/** The desk of somebody who is signed in: pages at the left, the page itself, and what was last told. */
export function SignedIn(props: {
  session: Session;
  client: Client;
  language: Language;
  switchLanguage: () => void;
  onStay: () => void;
  onSignedOut: (ended: boolean) => void;
}) {
  const { session, client, language, switchLanguage, onStay, onSignedOut } = props;
  const texts = TEXTS[language];
  const place = usePlace();
  const main = useRef<HTMLElement>(null);
  const [notice, setNotice] = useState<Notice | null>(null);
  const tell = useCallback((next: Notice) => setNotice(next), []);
  const desk: Desk = useMemo(
    () => ({ language, texts, session, client, tell, may: (right) => session.rights.includes(right) }),
    [language, texts, session, client, tell],
  );

  const [word = '', second] = place.path;
  const page = PAGES.find((one) => one.word === word) ?? null;
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

  return (
    <DeskContext.Provider value={desk}>
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
              {PAGES.filter(({ needs }) => desk.may(needs)).map((one) => (
                <li key={one.word}>
                  <a href={`#/${one.word}`} aria-current={one === page ? 'page' : undefined}>
                    {texts.nav[one.name]}
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
              <span class="hint">
                {session.staffId} · {session.roles.map((role) => said(texts.words.roles, role)).join(', ')}
              </span>
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
          ) : desk.may(page.needs) ? (
            page.show(place)
          ) : (
            <>
              <h1>{texts.nav[page.name]}</h1>
              <p class="problem" role="alert">
                {texts.frame.missingRight(said(texts.words.rights, page.needs))}
              </p>
            </>
          )}
        </main>
        <div class={`notice notice-${notice?.kind ?? 'none'}`} role="status">
          {notice !== null && <p>{notice.text}</p>}
        </div>
      </div>
    </DeskContext.Provider>
  );
}
