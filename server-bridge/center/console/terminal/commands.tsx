import type * as v from 'valibot';
import { type Answer, AnswerFrame, instantText, Panel, said, Table, useOrder } from '../../../console-kit/index.ts';
import type { CommandsSchema } from '../../console-api/orders.ts';
import { useDesk } from '../frame/desk.ts';

/** The orders a terminal was given, each with the terminal's own result. */
export function Commands({ answer }: { answer: Answer<v.InferOutput<typeof CommandsSchema>> }) {
  const { texts, client, language, may } = useDesk();
  const { busy, send } = useOrder();

  async function cancel(commandId: string): Promise<void> {
    await send(() => client.post(`/operations/commands/${commandId}/cancel`), texts.terminal.cancelled);
    answer.refresh();
  }

  return (
    <Panel title={texts.terminal.commands}>
      <AnswerFrame answer={answer}>
        {({ commands }) =>
          commands.length === 0 ? (
            <p>{texts.terminal.noCommands}</p>
          ) : (
            <Table
              label={texts.terminal.commands}
              heads={[
                texts.terminal.order,
                texts.terminal.at,
                texts.terminal.by,
                texts.terminal.state,
                texts.terminal.result,
                ...(may('command') ? [texts.terminal.action] : []),
              ]}
              rows={commands.map(({ commandId, order, issuedAt, issuedBy, state, result }) => ({
                key: commandId,
                cells: [
                  said(texts.words.orders, order.kind),
                  instantText(language, issuedAt),
                  issuedBy,
                  said(texts.words.commandStates, state),
                  result === null ? texts.frame.nothing : said(texts.words.results, result),
                  ...(may('command')
                    ? [
                        state === 'queued' ? (
                          <button
                            key="c"
                            type="button"
                            class="quiet"
                            disabled={busy}
                            onClick={() => void cancel(commandId)}
                          >
                            {texts.terminal.cancelCommand}
                          </button>
                        ) : (
                          ''
                        ),
                      ]
                    : []),
                ],
              }))}
            />
          )
        }
      </AnswerFrame>
    </Panel>
  );
}
