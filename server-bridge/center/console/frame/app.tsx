/** Who is signed in decides what is painted: sign-in, an own password, or the desk. */
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { type Session, SessionSchema } from '../../console-api/staff.ts';
import { createClient } from '../client/client.ts';
import { problemText } from '../texts/problem-text.ts';
import { type Language, TEXTS } from '../texts/texts.ts';
import { ChangePassword } from './change-password.tsx';
import { Entrance } from './entrance.tsx';
import { SignIn } from './sign-in.tsx';
import { SignedIn } from './signed-in.tsx';

type State =
  | { readonly kind: 'asking' }
  | { readonly kind: 'away'; readonly text: string }
  | { readonly kind: 'out'; readonly ended: boolean }
  | { readonly kind: 'in'; readonly session: Session };

export function App() {
  const [language, setLanguage] = useState<Language>('en');
  const [state, setState] = useState<State>({ kind: 'asking' });
  const [askAgain, setAskAgain] = useState(0);
  const texts = TEXTS[language];

  const client = useMemo(
    () =>
      createClient({
        fetch: (input, init) => fetch(input, init),
        nowMs: () => Date.now(),
        onSession(problem) {
          if (problem === 'signed-out') {
            setState((last) => ({ kind: 'out', ended: last.kind === 'in' || (last.kind === 'out' && last.ended) }));
          } else setAskAgain((last) => last + 1);
        },
      }),
    [],
  );

  const ask = useCallback(async () => {
    const session = await client.get(SessionSchema, '/console/session');
    if (session.isOk()) {
      client.useToken(session.value.csrf);
      setState({ kind: 'in', session: session.value });
    } else if (session.error.kind !== 'signed-out') {
      const text = problemText(texts, session.error);
      setState((last) => (last.kind === 'in' ? last : { kind: 'away', text }));
    }
  }, [client, texts]);

  useEffect(() => {
    void ask();
  }, [askAgain]);
  useEffect(() => {
    if (state.kind !== 'away') return;
    const timer = setTimeout(() => void ask(), 5_000);
    return () => clearTimeout(timer);
  }, [state]);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = texts.frame.product;
  }, [language]);

  const switchLanguage = useCallback(() => setLanguage((last) => (last === 'en' ? 'ja' : 'en')), []);
  const entrance = { texts, switchLanguage };
  switch (state.kind) {
    case 'asking':
      return (
        <Entrance {...entrance} title={texts.signIn.title}>
          <p role="status">{texts.frame.loading}</p>
        </Entrance>
      );
    case 'away':
      return (
        <Entrance {...entrance} title={texts.signIn.title}>
          <p class="problem" role="alert">
            {state.text}
          </p>
        </Entrance>
      );
    case 'out':
      return (
        <Entrance {...entrance} title={texts.signIn.title}>
          <SignIn
            texts={texts}
            client={client}
            ended={state.ended}
            onSignedIn={(session) => {
              client.useToken(session.csrf);
              setState({ kind: 'in', session });
            }}
          />
        </Entrance>
      );
    case 'in':
      if (state.session.mustChangePassword) {
        return (
          <Entrance {...entrance} title={texts.signIn.changeTitle}>
            <ChangePassword texts={texts} client={client} onChanged={() => void ask()} />
          </Entrance>
        );
      }
      return (
        <SignedIn
          session={state.session}
          client={client}
          language={language}
          switchLanguage={switchLanguage}
          onStay={() => void ask()}
          onSignedOut={(ended) => setState({ kind: 'out', ended })}
        />
      );
    default: {
      const never: never = state;
      throw new Error(`unknown state ${String(never)}`);
    }
  }
}
