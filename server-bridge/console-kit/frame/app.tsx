/** Who is signed in decides what is painted: sign-in, an own password, or the desk. */
import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type * as v from 'valibot';
import { type Client, createClient } from '../client/client.ts';
import type { KitTexts } from '../texts/kit-en.ts';
import { type Language, otherLanguage } from '../texts/language.ts';
import { problemText } from '../texts/problem-text.ts';
import { ChangePassword } from './change-password.tsx';
import { Entrance } from './entrance.tsx';
import type { KitSession } from './kit-desk.ts';
import { SignIn } from './sign-in.tsx';

type State<Session> =
  | { readonly kind: 'asking' }
  | { readonly kind: 'away'; readonly text: string }
  | { readonly kind: 'out'; readonly ended: boolean }
  | { readonly kind: 'in'; readonly session: Session };

/** What the desk of a page is given to paint somebody's session. */
export type Painting<Session> = {
  readonly session: Session;
  readonly client: Client;
  readonly language: Language;
  readonly switchLanguage: () => void;
  /** Asks for the session anew, which puts off its idle end. */
  readonly onStay: () => void;
  /** @param ended by itself, not by the person */
  readonly onSignedOut: (ended: boolean) => void;
};

export function App<Session extends KitSession>(props: {
  texts: Readonly<Record<Language, KitTexts>>;
  firstLanguage: Language;
  sessionSchema: v.GenericSchema<unknown, Session>;
  desk: (painting: Painting<Session>) => ComponentChildren;
}) {
  const { firstLanguage, sessionSchema, desk } = props;
  const [language, setLanguage] = useState<Language>(firstLanguage);
  const [state, setState] = useState<State<Session>>({ kind: 'asking' });
  const [askAgain, setAskAgain] = useState(0);
  const texts = props.texts[language];

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
    const session = await client.get(sessionSchema, '/console/session');
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

  const switchLanguage = useCallback(() => setLanguage(otherLanguage), []);
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
            sessionSchema={sessionSchema}
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
      return desk({
        session: state.session,
        client,
        language,
        switchLanguage,
        onStay: () => void ask(),
        onSignedOut: (ended) => setState({ kind: 'out', ended }),
      });
    default: {
      const never: never = state;
      throw new Error(`unknown state ${String(never)}`);
    }
  }
}
