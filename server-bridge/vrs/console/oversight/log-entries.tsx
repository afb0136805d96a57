import type * as v from 'valibot';
import { instantText, numberText, said, Table } from '../../../console-kit/index.ts';
import type { LogPageSchema } from '../../console-api/operations.ts';
import { useDesk } from '../frame/desk.ts';

/** Entries of the operation log, newest first. */
export function LogEntries(props: {
  page: v.InferOutput<typeof LogPageSchema>;
  onOlder: (before: number) => void;
  onNewest?: () => void;
}) {
  const { texts, language } = useDesk();
  const { log } = texts;
  const { entries, more } = props.page;
  const last = entries.at(-1);
  return (
    <div class="below">
      {entries.length === 0 ? (
        <p>{log.none}</p>
      ) : (
        <Table
          label={texts.nav.log}
          heads={[
            log.place,
            log.at,
            log.who,
            log.terminal,
            log.operation,
            texts.people.referenceNumber,
            log.target,
            log.result,
          ]}
          numbers={[0]}
          rows={entries.map((entry) => ({
            key: entry.place,
            cells: [
              numberText(language, entry.place),
              instantText(language, entry.at),
              <span key="who">
                {entry.name} <span class="hint">{entry.staffId}</span>
              </span>,
              entry.terminal ?? texts.frame.nothing,
              said(texts.words.operations, entry.operation),
              entry.referenceNumber ?? texts.frame.nothing,
              entry.target === '-' ? texts.frame.nothing : entry.target,
              said(texts.words.results, entry.result),
            ],
          }))}
        />
      )}
      <div class="actions">
        {props.onNewest !== undefined && (
          <button type="button" class="quiet" onClick={props.onNewest}>
            {texts.common.newest}
          </button>
        )}
        {more && last !== undefined && (
          <button type="button" class="quiet" onClick={() => props.onOlder(last.place)}>
            {texts.common.older}
          </button>
        )}
      </div>
    </div>
  );
}
