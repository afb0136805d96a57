import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { DeskFrame, type KitDesk, type Painting, said } from '../../../console-kit/index.ts';
import type { VrsSession } from '../../console-api/staff.ts';
import type { Right } from '../../staff/rights.ts';
import { rightText } from '../texts/right-text.ts';
import { TEXTS, type Texts } from '../texts/texts.ts';
import { BlankScreen } from './blank-screen.tsx';
import { DeskContext } from './desk.ts';
import { PAGES } from './pages.tsx';
import { useBlanking } from './use-blanking.ts';

/** The desk of somebody who is signed in, with the pages of their rights; blank while nobody works at it. */
export function SignedIn(painting: Painting<VrsSession>) {
  const { session, client, language, onSignedOut } = painting;
  const texts = TEXTS[language];
  const blanked = useBlanking(session.blankAfterMs, client.isTransferring, () => {
    // The session is to be over at VRS as well: a page that is loaded anew must not find it.
    void client.post('/console/sign-out');
    onSignedOut(true);
  });
  return (
    <DeskFrame
      {...painting}
      texts={texts}
      person={
        <>
          {session.staffId}
          <br />
          {session.municipality[language]} · {session.terminal}
        </>
      }
      pages={PAGES.map(({ word, name, needs, show }) => ({
        word,
        title: texts.nav[name],
        allowed: needs.length === 0 || needs.some((right) => session.rights.includes(right)),
        right: needs.map((right) => rightText(texts, right)).join(` ${said(texts.words.joins, 'or')} `),
        show,
      }))}
      provide={(base, content) => (
        <OwnDesk base={base} session={session} texts={texts} blanked={blanked}>
          <BlankScreen>{content}</BlankScreen>
        </OwnDesk>
      )}
    />
  );
}

function OwnDesk(props: {
  base: KitDesk;
  session: VrsSession;
  texts: Texts;
  blanked: boolean;
  children: ComponentChildren;
}) {
  const { base, session, texts, blanked } = props;
  const desk = useMemo(
    () => ({ ...base, session, texts, blanked, may: (right: Right) => session.rights.includes(right) }),
    [base, session, texts, blanked],
  );
  return <DeskContext.Provider value={desk}>{props.children}</DeskContext.Provider>;
}
