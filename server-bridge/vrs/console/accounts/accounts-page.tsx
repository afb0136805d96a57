import { useState } from 'preact/hooks';
import { AnswerFrame, Badge, Facts, instantText, Panel, said, Table, useAnswer } from '../../../console-kit/index.ts';
import { AccountsSchema } from '../../console-api/staff.ts';
import { useDesk, useWhenBlanked } from '../frame/desk.ts';
import { AccountActions } from './account-actions.tsx';
import type { Handed } from './handed.ts';
import { NewAccount } from './new-account.tsx';
import { rightsWords } from './rights-words.ts';
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
                accounts.lastSignIn,
                texts.common.action,
              ]}
              rows={all.map((account) => ({
                key: account.staffId,
                cells: [
                  account.staffId,
                  account.name,
                  rightsWords(texts, account.rights),
                  <Badge
                    key="state"
                    kind={account.state === 'active' ? 'good' : account.state === 'locked' ? 'bad' : 'plain'}
                    text={said(words.accountStates, account.state)}
                  />,
                  instantText(language, account.passwordEndsAt),
                  account.lastSignInAt === null ? accounts.never : instantText(language, account.lastSignInAt),
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
    </>
  );
}
