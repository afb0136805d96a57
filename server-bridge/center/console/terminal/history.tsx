import { useAnswer } from '../client/use-answer.ts';
import { useDesk } from '../frame/desk.ts';
import { AnswerFrame } from '../parts/answer-frame.tsx';
import { Panel } from '../parts/panel.tsx';
import { Table } from '../parts/table.tsx';
import { instantText, numberText } from '../texts/when.ts';
import { newestEvents, SHOWN_EVENTS } from './rows.ts';

const EVERY_MS = 15_000;

/** What a terminal has reported of itself, newest first. */
export function History({ terminalId }: { terminalId: string }) {
  const { texts, client, language } = useDesk();
  const answer = useAnswer(terminalId, (background) => newestEvents(client, terminalId, background), EVERY_MS);
  return (
    <Panel title={texts.terminal.events}>
      <AnswerFrame answer={answer}>
        {(events) =>
          events.length === 0 ? (
            <p>{texts.terminal.noEvents}</p>
          ) : (
            <>
              {events.length === SHOWN_EVENTS && (
                <p class="hint">{texts.terminal.onlyNewest(numberText(language, SHOWN_EVENTS))}</p>
              )}
              <Table
                label={texts.terminal.events}
                heads={[texts.terminal.at, texts.terminal.event, texts.terminal.detail, texts.terminal.operator]}
                rows={events.map(({ position, at, event, code, operator }) => ({
                  key: position,
                  cells: [instantText(language, at), event, code ?? '', operator ?? ''],
                }))}
              />
            </>
          )
        }
      </AnswerFrame>
    </Panel>
  );
}
