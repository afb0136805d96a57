import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { DeskFrame, type KitDesk, type Painting, said } from '../../../console-kit/index.ts';
import type { Session } from '../../console-api/staff.ts';
import { TEXTS, type Texts } from '../texts/texts.ts';
import { DeskContext } from './desk.ts';
import { PAGES } from './pages.tsx';

/** The desk of somebody who is signed in, with the pages of their roles. */
export function SignedIn(painting: Painting<Session>) {
  const { session, language } = painting;
  const texts = TEXTS[language];
  return (
    <DeskFrame
      {...painting}
      texts={texts}
      person={
        <>
          {session.staffId} · {session.roles.map((role) => said(texts.words.roles, role)).join(', ')}
        </>
      }
      pages={PAGES.map(({ word, name, needs, show }) => ({
        word,
        title: texts.nav[name],
        allowed: session.rights.includes(needs),
        right: said(texts.words.rights, needs),
        show,
      }))}
      provide={(base, content) => (
        <OwnDesk base={base} session={session} texts={texts}>
          {content}
        </OwnDesk>
      )}
    />
  );
}

function OwnDesk(props: { base: KitDesk; session: Session; texts: Texts; children: ComponentChildren }) {
  const { base, session, texts } = props;
  const desk = useMemo(
    () => ({ ...base, session, texts, may: (right: Session['rights'][number]) => session.rights.includes(right) }),
    [base, session, texts],
  );
  return <DeskContext.Provider value={desk}>{props.children}</DeskContext.Provider>;
}
