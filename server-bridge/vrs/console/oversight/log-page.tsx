import { useState } from 'preact/hooks';
import type * as v from 'valibot';
import { Panel, saveFile, useOrder } from '../../../console-kit/index.ts';
import { LogPageSchema, type LogSearchSchema } from '../../console-api/operations.ts';
import { useDesk } from '../frame/desk.ts';
import { todayInJapan } from '../texts/days.ts';
import { LogEntries } from './log-entries.tsx';
import { LogReview } from './log-review.tsx';
import { LogSearch } from './log-search.tsx';

type Search = v.InferOutput<typeof LogSearchSchema>;
type Found = { readonly search: Search; readonly page: v.InferOutput<typeof LogPageSchema> };

/** Who did what with whose record: searched, reviewed up to a place, saved for the verifier (V11). */
export function LogPage() {
  const { texts, client } = useDesk();
  const { busy, send } = useOrder();
  const [found, setFound] = useState<Found | null>(null);
  const { log } = texts;

  async function look(search: Search): Promise<void> {
    const answer = await send(() => client.postFor(LogPageSchema, '/operations/log/search', search), log.searched);
    if (answer !== null) setFound({ search, page: answer.value });
  }
  async function save(): Promise<void> {
    const saved = await send(() => client.download('/operations/log/export'), log.exported);
    if (saved !== null) saveFile(saved.value, `operation-log-${todayInJapan(Date.now())}.ndjson`);
  }

  return (
    <>
      <div class="page-head">
        <h1>{texts.nav.log}</h1>
        <p class="hint">{log.why}</p>
        <button type="button" class="quiet" disabled={busy} onClick={() => void save()}>
          {log.export}
        </button>
      </div>
      <LogReview />
      <Panel title={log.search}>
        <LogSearch busy={busy} onSearch={(search) => void look(search)} />
        {found !== null && (
          <LogEntries
            page={found.page}
            onOlder={(before) => void look({ ...found.search, before })}
            {...(found.search.before === undefined
              ? {}
              : {
                  onNewest: () => {
                    const { before: _before, ...newest } = found.search;
                    void look(newest);
                  },
                })}
          />
        )}
      </Panel>
    </>
  );
}
