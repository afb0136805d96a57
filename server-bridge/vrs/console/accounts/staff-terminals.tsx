import { useState } from 'preact/hooks';
import * as v from 'valibot';
import {
  AnswerFrame,
  Badge,
  ConfirmDialog,
  instantText,
  Panel,
  Table,
  TextField,
  useAnswer,
  useOrder,
} from '../../../console-kit/index.ts';
import { NewStaffTerminalSchema, StaffTerminalsSchema } from '../../console-api/staff.ts';
import { useDesk } from '../frame/desk.ts';

/** Terminals that staff may work at; whoever sits at another is not let in (V10). */
export function StaffTerminals() {
  const { texts, client, language, session, may, tell } = useDesk();
  const { busy, send } = useOrder();
  const [asked, setAsked] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const answer = useAnswer(
    'terminals',
    (background) => client.get(StaffTerminalsSchema, '/operations/staff-terminals', background),
    null,
  );
  const { terminals } = texts;

  async function register(): Promise<void> {
    const message = v.safeParse(NewStaffTerminalSchema, { terminal: typed.trim() });
    if (!message.success) return tell({ kind: 'problem', text: terminals.invalid });
    const sent = await send(() => client.post('/operations/staff-terminals', message.output), terminals.registered);
    if (sent === null) return;
    setTyped('');
    answer.refresh();
  }
  async function withdraw(terminal: string): Promise<void> {
    const path = `/operations/staff-terminals/${encodeURIComponent(terminal)}/withdraw`;
    const sent = await send(() => client.post(path), terminals.withdrawn);
    setAsked(null);
    if (sent !== null) answer.refresh();
  }

  return (
    <Panel title={terminals.title}>
      <p class="hint">{terminals.why}</p>
      <AnswerFrame answer={answer}>
        {({ terminals: all }) => (
          <Table
            label={terminals.title}
            heads={[terminals.terminal, terminals.registeredAt, terminals.lastSeen, texts.common.state]}
            rows={all.map((one) => ({
              key: one.terminal,
              cells: [
                one.terminal,
                `${instantText(language, one.registeredAt)} · ${one.registeredBy}`,
                one.lastSeenAt === null ? texts.accounts.never : instantText(language, one.lastSeenAt),
                one.withdrawnAt !== null ? (
                  <Badge
                    key="state"
                    kind="plain"
                    text={terminals.withdrawnAt(instantText(language, one.withdrawnAt))}
                  />
                ) : one.terminal === session.terminal ? (
                  <Badge key="state" kind="good" text={terminals.thisOne} />
                ) : may('accounts:write') ? (
                  <button
                    key="state"
                    type="button"
                    class="grave-quiet"
                    aria-label={terminals.withdrawOne(one.terminal)}
                    onClick={() => setAsked(one.terminal)}
                  >
                    {terminals.withdraw}
                  </button>
                ) : (
                  <Badge key="state" kind="good" text={terminals.inUse} />
                ),
              ],
            }))}
          />
        )}
      </AnswerFrame>
      {may('accounts:write') && (
        <form
          class="ask-row below"
          onSubmit={(event) => {
            event.preventDefault();
            void register();
          }}
        >
          <TextField
            label={terminals.terminal}
            hint={terminals.hint}
            value={typed}
            maxLength={40}
            required
            onChange={setTyped}
          />
          <button type="submit" class="primary" disabled={busy}>
            {terminals.register}
          </button>
        </form>
      )}
      {asked !== null && (
        <ConfirmDialog
          title={terminals.withdrawOne(asked)}
          confirm={terminals.withdraw}
          busy={busy}
          grave
          onConfirm={() => void withdraw(asked)}
          onClose={() => setAsked(null)}
        >
          <p>{terminals.withdrawWhat}</p>
        </ConfirmDialog>
      )}
    </Panel>
  );
}
