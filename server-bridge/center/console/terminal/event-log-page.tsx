import { useState } from 'preact/hooks';
import {
  AnswerFrame,
  addressOf,
  Badge,
  instantText,
  numberText,
  Panel,
  SelectField,
  said,
  saveFile,
  Table,
  useAnswer,
  useOrder,
} from '../../../console-kit/index.ts';
import type { EventLogEntry } from '../../../protocol/index.ts';
import { EVENT_NAMES } from '../../console-api/event-names.ts';
import { EventLogEntriesSchema } from '../../console-api/orders.ts';
import { useDesk } from '../frame/desk.ts';
import { eventDetail, eventText } from './event-detail.ts';

const LEVELS = { info: 'plain', warn: 'warn', error: 'bad' } as const;
const LEVEL_NAMES = ['info', 'warn', 'error'] as const;
/** While more of a log may come. */
const EVERY_MS = 5_000;

/** An event log that was collected of a terminal: newest first, filtered by the center, whole as a download. */
export function EventLogPage({ terminalId, commandId }: { terminalId: string; commandId: string }) {
  const { texts, client, language } = useDesk();
  const { busy, send } = useOrder();
  const [event, setEvent] = useState('');
  const [level, setLevel] = useState('');
  const [before, setBefore] = useState<number | null>(null);
  const [complete, setComplete] = useState(false);
  const path = `/operations/event-logs/${encodeURIComponent(commandId)}`;
  const query = new URLSearchParams({
    ...(event === '' ? {} : { event }),
    ...(level === '' ? {} : { level }),
    ...(before === null ? {} : { before: String(before) }),
  });
  const answer = useAnswer(
    `${commandId} ${query}`,
    async (background) => {
      const entries = await client.get(EventLogEntriesSchema, `${path}/entries?${query}`, background);
      if (entries.isOk()) setComplete(entries.value.complete);
      return entries;
    },
    complete || before !== null ? null : EVERY_MS,
  );
  const { eventLog } = texts;

  async function download(): Promise<void> {
    const saved = await send(() => client.download(`${path}/download`), eventLog.downloaded);
    if (saved !== null) saveFile(saved.value, `${terminalId}-event-log.ndjson`);
  }

  return (
    <>
      <p class="crumb">
        <a href={addressOf(['terminals', terminalId])}>{texts.diagnostics.back(terminalId)}</a>
      </p>
      <div class="page-head">
        <h1>{eventLog.title}</h1>
        {answer.value !== null && (
          <>
            <Badge
              kind={answer.value.complete ? 'good' : 'warn'}
              text={answer.value.complete ? eventLog.complete : eventLog.part}
            />
            <p class="hint">
              {eventLog.entries(numberText(language, answer.value.entries))}
              {answer.value.updatedAt !== null &&
                ` · ${texts.diagnostics.received(instantText(language, answer.value.updatedAt))}`}
            </p>
          </>
        )}
        <button type="button" class="quiet" disabled={busy} onClick={() => void download()}>
          {eventLog.download}
        </button>
      </div>
      <div class="ask-row">
        <SelectField
          label={texts.terminal.event}
          value={event}
          options={[
            ['', texts.alarms.any],
            ...EVENT_NAMES.map((name) => [name, said(texts.words.events, name)] as const),
          ]}
          onChange={(chosen) => {
            setEvent(chosen);
            setBefore(null);
          }}
        />
        <SelectField
          label={eventLog.level}
          value={level}
          options={[
            ['', texts.alarms.any],
            ...LEVEL_NAMES.map((name) => [name, said(texts.words.levels, name)] as const),
          ]}
          onChange={(chosen) => {
            setLevel(chosen);
            setBefore(null);
          }}
        />
      </div>
      <Panel title={eventLog.found} class="tall">
        <AnswerFrame answer={answer}>
          {(page) => (
            <>
              <Entries entries={page.found} />
              <div class="actions">
                {before !== null && (
                  <button type="button" class="quiet" onClick={() => setBefore(null)}>
                    {texts.terminal.newestEvents}
                  </button>
                )}
                {page.before !== null && (
                  <button type="button" class="quiet" onClick={() => setBefore(page.before)}>
                    {texts.terminal.olderEvents}
                  </button>
                )}
              </div>
            </>
          )}
        </AnswerFrame>
      </Panel>
    </>
  );
}

function Entries({ entries }: { entries: readonly EventLogEntry[] }) {
  const desk = useDesk();
  const { texts, language } = desk;
  if (entries.length === 0) return <p>{texts.eventLog.none}</p>;
  return (
    <Table
      label={texts.eventLog.found}
      heads={[
        texts.eventLog.entry,
        texts.terminal.at,
        texts.eventLog.level,
        texts.terminal.event,
        texts.eventLog.fields,
      ]}
      numbers={[0]}
      rows={entries.map(({ entry, at, level, event, fields }) => ({
        key: entry,
        cells: [
          numberText(language, entry),
          instantText(language, at),
          <Badge key="level" kind={LEVELS[level]} text={said(texts.words.levels, level)} />,
          eventText(desk, event),
          Object.entries(fields)
            .map(([name, value]) => (name === 'code' ? eventDetail(desk, event, String(value)) : `${name}: ${value}`))
            .join(', '),
        ],
      }))}
    />
  );
}
