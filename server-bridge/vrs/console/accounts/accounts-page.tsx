import { useState } from 'preact/hooks';
import { AnswerFrame, Badge, Facts, instantText, Panel, said, Table, useAnswer } from '../../../console-kit/index.ts';
import { AccountsSchema } from '../../console-api/staff.ts';
import type { Rights } from '../../staff/rights.ts';
import { useDesk, useWhenBlanked } from '../frame/desk.ts';
import { AccountActions } from './account-actions.tsx';
import type { Handed } from './handed.ts';
import { NewAccount } from './new-account.tsx';
import { rightsWords } from './rights-words.ts';
import { SiteTablets } from './site-tablets.tsx';
import { StaffTerminals } from './staff-terminals.tsx';

/** The municipality's people, what each may do, and the terminals they work at. */
export function AccountsPage() {
  const { texts, client, language, session, may } = useDesk();
  const [handed, setHanded] = useState<Handed | null>(null);
  useWhenBlanked(() => setHanded(null));
  const answer = useAnswer(
    'accounts',
    (background) => client.get(AccountsSchema, '/operations/accounts', background),
    null,
  );
  const { accounts, words } = texts;
  return (
    <>
      <h1>{texts.nav.accounts}</h1>
      {handed !== null && (
        <section class="handed" aria-label={accounts.firstPassword}>
          <p>{handed.text}</p>
          <Facts
            facts={[
              [accounts.firstPassword, <code key="password">{handed.firstPassword}</code>],
              [accounts.authenticator, <code key="uri">{handed.otpauthUri}</code>],
            ]}
          />
          <div>
            <button type="button" class="quiet" onClick={() => setHanded(null)}>
              {accounts.handed}
            </button>
          </div>
        </section>
      )}
      <Panel title={accounts.title}>
        <AnswerFrame answer={answer}>
          {({ accounts: all }) => (
            <Table
              label={accounts.title}
              heads={[
                accounts.staffId,
                accounts.name,
                accounts.rights,
                texts.common.state,
                accounts.passwordEnds,
                texts.common.action,
              ]}
              rows={all.map((account) => ({
                key: account.staffId,
                cells: [
                  account.staffId,
                  <span key="name" class="whole">
                    {account.name}
                  </span>,
                  <RightsList key="rights" rights={account.rights} />,
                  <Badge
                    key="state"
                    kind={account.state === 'active' ? 'good' : account.state === 'locked' ? 'bad' : 'plain'}
                    text={said(words.accountStates, account.state)}
                  />,
                  <span key="password" class="whole">
                    {instantText(language, account.passwordEndsAt)}
                    <br />
                    <span class="hint">
                      {accounts.lastSignIn(
                        account.lastSignInAt === null ? accounts.never : instantText(language, account.lastSignInAt),
                      )}
                    </span>
                  </span>,
                  account.staffId === session.staffId ? (
                    <span key="own" class="hint">
                      {accounts.own}
                    </span>
                  ) : may('accounts:write') ? (
                    <AccountActions key="actions" account={account} onChanged={answer.refresh} onHanded={setHanded} />
                  ) : null,
                ],
              }))}
            />
          )}
        </AnswerFrame>
      </Panel>
      {may('accounts:write') && (
        <NewAccount
          onMade={(made) => {
            setHanded(made);
            answer.refresh();
          }}
        />
      )}
      <StaffTerminals />
      <SiteTablets />
    </>
  );
}

function RightsList({ rights }: { rights: Rights }) {
  const { texts } = useDesk();
  const lines = rightsWords(texts, rights);
  return lines.length === 0 ? (
    <span class="hint">{texts.frame.none}</span>
  ) : (
    <ul class="plain-list held-rights">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
