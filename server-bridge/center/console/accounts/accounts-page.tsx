import { useState } from 'preact/hooks';
import { AnswerFrame, Facts, instantText, Panel, said, Table, useAnswer } from '../../../console-kit/index.ts';
import { AccountsSchema } from '../../console-api/staff.ts';
import { useDesk } from '../frame/desk.ts';
import { AccountActions } from './account-actions.tsx';
import type { Handed } from './handed.ts';
import { NewAccount } from './new-account.tsx';

/** The people who may come in, and what each may do. */
export function AccountsPage() {
  const { texts, client, language, session } = useDesk();
  const [handed, setHanded] = useState<Handed | null>(null);
  const answer = useAnswer(
    'accounts',
    (background) => client.get(AccountsSchema, '/operations/accounts', background),
    null,
  );
  const { accounts } = texts;
  return (
    <>
      <h1>{accounts.title}</h1>
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
          {(value) => (
            <Table
              label={accounts.title}
              heads={[
                accounts.staffId,
                accounts.name,
                accounts.roles,
                accounts.state,
                accounts.made,
                accounts.lastSignIn,
                accounts.action,
              ]}
              rows={value.accounts.map((account) => ({
                key: account.staffId,
                cells: [
                  account.staffId,
                  account.name,
                  account.roles.map((role) => said(texts.words.roles, role)).join(', '),
                  said(texts.words.accountStates, account.state),
                  instantText(language, account.madeAt),
                  account.lastSignInAt === null ? accounts.never : instantText(language, account.lastSignInAt),
                  account.staffId === session.staffId ? (
                    <span key="own" class="hint">
                      {accounts.own}
                    </span>
                  ) : (
                    <AccountActions key="actions" account={account} onChanged={answer.refresh} onHanded={setHanded} />
                  ),
                ],
              }))}
            />
          )}
        </AnswerFrame>
      </Panel>
      <NewAccount
        onMade={(made) => {
          setHanded(made);
          answer.refresh();
        }}
      />
    </>
  );
}
