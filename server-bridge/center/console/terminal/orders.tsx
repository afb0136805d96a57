import { useState } from 'preact/hooks';
import * as v from 'valibot';
import { ConfirmDialog, Panel, said, TextField, useOrder } from '../../../console-kit/index.ts';
import type { Command } from '../../../protocol/index.ts';
import type { TerminalPage } from '../../console-api/fleet.ts';
import { useDesk } from '../frame/desk.ts';
import type { Texts } from '../texts/texts.ts';

type TerminalOrder = Command['order'];
const CommandIdSchema = v.object({ commandId: v.string() });

/** An order as it stands on a button; some need a name before they can be given. */
type Choice = {
  readonly key: string;
  readonly label: string;
  readonly grave: boolean;
  readonly named: boolean;
  order(name: string): TerminalOrder;
};

function choicesOf(texts: Texts): readonly Choice[] {
  const { orders } = texts.words;
  const plain = (order: TerminalOrder, grave = false): Choice => ({
    key: order.kind,
    label: said(orders, order.kind),
    grave,
    named: false,
    order: () => order,
  });
  const named = (kind: string, order: (name: string) => TerminalOrder): Choice => ({
    key: kind,
    label: said(orders, kind),
    grave: true,
    named: true,
    order,
  });
  return [
    plain({ kind: 'suspend' }, true),
    plain({ kind: 'resume' }),
    { ...plain({ kind: 'maintenance', on: true }, true), key: 'maintenance-on', label: texts.terminal.maintenanceOn },
    { ...plain({ kind: 'maintenance', on: false }), key: 'maintenance-off', label: texts.terminal.maintenanceOff },
    plain({ kind: 'refresh-directive' }),
    plain({ kind: 'identify' }),
    plain({ kind: 'test-print' }),
    plain({ kind: 'collect-diagnostics' }),
    plain({ kind: 'collect-event-log', fromEntry: 1 }),
    plain({ kind: 'restart-shell' }, true),
    plain({ kind: 'restart-when-idle' }, true),
    named('clear-paper', (clearedBy) => ({ kind: 'clear-paper', clearedBy })),
    named('settled-by-hand', (settledBy) => ({ kind: 'settled-by-hand', settledBy })),
    named('release-right-person', (releasedBy) => ({ kind: 'release-right-person', releasedBy })),
  ];
}

/** Buttons of everything that can be ordered, for those who may; each asks once more and names the terminal. */
export function Orders({ terminal, onOrdered }: { terminal: TerminalPage; onOrdered: () => void }) {
  const { texts, client, session } = useDesk();
  const [asked, setAsked] = useState<Choice | null>(null);
  const [name, setName] = useState(session.name);
  const { busy, send } = useOrder();
  const { terminalId } = terminal;

  async function confirm(choice: Choice): Promise<void> {
    await send(
      () => client.postFor(CommandIdSchema, '/operations/commands', { terminalId, order: choice.order(name.trim()) }),
      texts.terminal.ordered(choice.label, terminalId),
    );
    setAsked(null);
    onOrdered();
  }

  return (
    <Panel title={texts.terminal.orders}>
      <div class="buttons">
        {choicesOf(texts).map((choice) => (
          <button
            key={choice.key}
            type="button"
            class={choice.grave ? 'grave-quiet' : 'quiet'}
            onClick={() => setAsked(choice)}
          >
            {choice.label}
          </button>
        ))}
      </div>
      {asked !== null && (
        <ConfirmDialog
          title={texts.terminal.confirmTitle(asked.label)}
          confirm={texts.terminal.confirm(asked.label, terminalId)}
          busy={busy || (asked.named && name.trim() === '')}
          grave={asked.grave}
          onConfirm={() => void confirm(asked)}
          onClose={() => setAsked(null)}
        >
          <p>{texts.terminal.confirmWhich(terminalId, terminal.storeName ?? texts.frame.nothing)}</p>
          <p class="hint">{texts.terminal.confirmEffect}</p>
          {asked.named && (
            <TextField label={texts.terminal.byWhom} value={name} onChange={setName} maxLength={80} required />
          )}
        </ConfirmDialog>
      )}
    </Panel>
  );
}
