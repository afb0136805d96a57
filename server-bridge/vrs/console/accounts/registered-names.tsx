import { useState } from 'preact/hooks';
import * as v from 'valibot';
import {
  type Answer,
  AnswerFrame,
  Badge,
  ConfirmDialog,
  instantText,
  Panel,
  Table,
  TextField,
  useOrder,
} from '../../../console-kit/index.ts';
import { StaffTerminalNameSchema } from '../../staff/rights.ts';
import { useDesk } from '../frame/desk.ts';
import type { Texts } from '../texts/texts.ts';

/** A machine that is registered by the name in its certificate. */
export type RegisteredName = {
  readonly name: string;
  readonly registeredAt: string;
  readonly registeredBy: string;
  readonly withdrawnAt: string | null;
  /** Undefined where it is not kept. */
  readonly lastSeenAt?: string | null;
};

/** Machines of one sort: registered by name, withdrawn for good. */
export function RegisteredNames(props: {
  words: Texts['terminals'];
  answer: Answer<readonly RegisteredName[]>;
  /** Where they are registered: `/operations/staff-terminals`. */
  path: string;
  message: (name: string) => object;
  /** The one this page is open at; it cannot be withdrawn from itself. */
  own: string | null;
}) {
  const { words, answer, path, message, own } = props;
  const { texts, client, language, may, tell } = useDesk();
  const { busy, send } = useOrder();
  const [asked, setAsked] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const writes = may('accounts:write');

  async function register(): Promise<void> {
    const name = v.safeParse(StaffTerminalNameSchema, typed.trim());
    if (!name.success) return tell({ kind: 'problem', text: words.invalid });
    const sent = await send(() => client.post(path, message(name.output)), words.registered);
    if (sent === null) return;
    setTyped('');
    answer.refresh();
  }
  async function withdraw(name: string): Promise<void> {
    const sent = await send(() => client.post(`${path}/${encodeURIComponent(name)}/withdraw`), words.withdrawn);
    setAsked(null);
    if (sent !== null) answer.refresh();
  }

  function stateOf({ name, withdrawnAt }: RegisteredName) {
    if (withdrawnAt !== null)
      return <Badge kind="plain" text={words.withdrawnAt(instantText(language, withdrawnAt))} />;
    if (name === own) return <Badge kind="good" text={words.thisOne} />;
    if (!writes) return <Badge kind="good" text={words.inUse} />;
    return (
      <button type="button" class="grave-quiet" aria-label={words.withdrawOne(name)} onClick={() => setAsked(name)}>
        {words.withdraw}
      </button>
    );
  }

  return (
    <Panel title={words.title}>
      <p class="hint">{words.why}</p>
      <AnswerFrame answer={answer}>
        {(all) =>
          all.length === 0 ? (
            <p>{words.none}</p>
          ) : (
            <Table
              label={words.title}
              heads={[words.terminal, words.registeredAt, words.lastSeen, texts.common.state]}
              rows={all.map((one) => ({
                key: one.name,
                cells: [
                  one.name,
                  `${instantText(language, one.registeredAt)} · ${one.registeredBy}`,
                  one.lastSeenAt === undefined
                    ? texts.frame.nothing
                    : one.lastSeenAt === null
                      ? texts.accounts.never
                      : instantText(language, one.lastSeenAt),
                  stateOf(one),
                ],
              }))}
            />
          )
        }
      </AnswerFrame>
      {writes && (
        <form
          class="ask-row below"
          onSubmit={(event) => {
            event.preventDefault();
            void register();
          }}
        >
          <TextField
            label={words.terminal}
            hint={words.hint}
            value={typed}
            maxLength={40}
            required
            onChange={setTyped}
          />
          <button type="submit" class="primary" disabled={busy}>
            {words.register}
          </button>
        </form>
      )}
      {asked !== null && (
        <ConfirmDialog
          title={words.withdrawOne(asked)}
          confirm={words.withdraw}
          busy={busy}
          grave
          onConfirm={() => void withdraw(asked)}
          onClose={() => setAsked(null)}
        >
          <p>{words.withdrawWhat}</p>
        </ConfirmDialog>
      )}
    </Panel>
  );
}
