import { useState } from 'preact/hooks';
import { AnswerFrame, instantText, Panel, Table, useAnswer } from '../../../console-kit/index.ts';
import { type KeptEvent, TerminalEventsSchema } from '../../console-api/fleet.ts';
import { useDesk } from '../frame/desk.ts';
import { eventDetail, eventText } from './event-detail.ts';

const EVERY_MS = 15_000;
const PAGE = 100;

/** What a terminal has reported of itself, newest first, back to the oldest the center keeps. */
export function History({ terminalId }: { terminalId: string }) {
  const desk = useDesk();
  const { texts, client, language } = desk;
  const [before, setBefore] = useState<number | null>(null);
  const query = new URLSearchParams({ limit: String(PAGE), ...(before === null ? {} : { before: String(before) }) });
  const answer = useAnswer(
    `${terminalId} ${before ?? ''}`,
    (background) =>
      client.get(
        TerminalEventsSchema,
        `/operations/terminals/${encodeURIComponent(terminalId)}/events?${query}`,
        background,
      ),
    before === null ? EVERY_MS : null,
  );
  return (
    <Panel title={texts.terminal.events}>
      <AnswerFrame answer={answer}>
        {(answered) => {
          const events = newestFirst(answered.events);
          const oldest = events.at(-1)?.position ?? null;
          return (
            <>
              {events.length === 0 ? (
                <p>{before === null ? texts.terminal.noEvents : texts.terminal.noOlderEvents}</p>
              ) : (
                <Table
                  label={texts.terminal.events}
                  heads={[texts.terminal.at, texts.terminal.event, texts.terminal.detail, texts.terminal.operator]}
                  rows={events.map(({ position, at, event, code, operator }) => ({
                    key: position,
                    cells: [
                      instantText(language, at),
                      eventText(desk, event),
                      eventDetail(desk, event, code),
                      operator ?? '',
                    ],
                  }))}
                />
              )}
              <div class="actions">
                {before !== null && (
                  <button type="button" class="quiet" onClick={() => setBefore(null)}>
                    {texts.terminal.newestEvents}
                  </button>
                )}
                {events.length === PAGE && oldest !== null && (
                  <button type="button" class="quiet" onClick={() => setBefore(oldest)}>
                    {texts.terminal.olderEvents}
                  </button>
                )}
              </div>
            </>
          );
        }}
      </AnswerFrame>
    </Panel>
  );
}

/** The newest page comes oldest first, the others the other way round. */
const newestFirst = (events: readonly KeptEvent[]): readonly KeptEvent[] =>
  events.toSorted((one, other) => other.position - one.position);
