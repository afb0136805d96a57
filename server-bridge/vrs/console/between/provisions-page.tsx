import { useState } from 'preact/hooks';
import type * as v from 'valibot';
import {
  AnswerFrame,
  Badge,
  instantText,
  numberText,
  Panel,
  SelectField,
  said,
  saveFile,
  Table,
  TextField,
  useAnswer,
  useOrder,
} from '../../../console-kit/index.ts';
import { type ProvisionSchema, ProvisionsSchema } from '../../console-api/provisions.ts';
import { useDesk } from '../frame/desk.ts';
import { todayInJapan } from '../texts/days.ts';

const SIDES = ['', 'asking', 'asked'] as const;
const NO_FILTER = { side: '', from: '', to: '' };

/** What was provided to others and by others: who asked whom, when and what for (V5). */
export function ProvisionsPage() {
  const { texts, client } = useDesk();
  const { busy, send } = useOrder();
  const [filter, setFilter] = useState(NO_FILTER);
  const [before, setBefore] = useState<string | null>(null);
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''));
  const filtered = query.toString();
  if (before !== null) query.set('before', before);
  const key = query.toString();
  const answer = useAnswer(
    key,
    () => client.get(ProvisionsSchema, `/operations/provisions${key === '' ? '' : `?${key}`}`),
    null,
  );
  const { provisions } = texts;

  function look(part: Partial<typeof NO_FILTER>): void {
    setBefore(null);
    setFilter({ ...filter, ...part });
  }
  async function save(): Promise<void> {
    const path = `/operations/provisions/export${filtered === '' ? '' : `?${filtered}`}`;
    const saved = await send(() => client.download(path), provisions.exported);
    if (saved !== null) saveFile(saved.value, `provisions-${todayInJapan(Date.now())}.csv`);
  }

  return (
    <>
      <div class="page-head">
        <h1>{texts.nav.provisions}</h1>
        <p class="hint">{provisions.why}</p>
        <button type="button" class="quiet" disabled={busy} onClick={() => void save()}>
          {provisions.export}
        </button>
      </div>
      <Panel title={texts.nav.provisions}>
        <div class="ask-row">
          <SelectField
            label={provisions.side}
            value={filter.side}
            options={SIDES.map(
              (side) => [side, side === '' ? provisions.both : said(texts.words.sides, side)] as const,
            )}
            onChange={(side) => look({ side })}
          />
          <TextField
            label={texts.statistics.from}
            type="date"
            value={filter.from}
            onChange={(from) => look({ from })}
          />
          <TextField label={texts.statistics.to} type="date" value={filter.to} onChange={(to) => look({ to })} />
        </div>
        <AnswerFrame answer={answer}>
          {(value) => (
            <>
              {value.provisions.length === 0 ? (
                <p class="below">{provisions.none}</p>
              ) : (
                <ProvisionTable provisions={value.provisions} onReviewed={answer.refresh} />
              )}
              <div class="actions">
                {before !== null && (
                  <button type="button" class="quiet" onClick={() => setBefore(null)}>
                    {texts.common.newest}
                  </button>
                )}
                {value.more && (
                  <button
                    type="button"
                    class="quiet"
                    onClick={() => setBefore(value.provisions.at(-1)?.provisionId ?? null)}
                  >
                    {texts.common.older}
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

function ProvisionTable(props: {
  provisions: readonly v.InferOutput<typeof ProvisionSchema>[];
  onReviewed: () => void;
}) {
  const { texts, client, language } = useDesk();
  const { busy, send } = useOrder();
  const { provisions: words } = texts;
  async function review(provisionId: string): Promise<void> {
    const path = `/operations/provisions/${encodeURIComponent(provisionId)}/review`;
    const sent = await send(() => client.post(path), words.reviewed);
    if (sent !== null) props.onReviewed();
  }
  return (
    <Table
      label={texts.nav.provisions}
      heads={[
        words.at,
        words.side,
        words.asking,
        words.asked,
        words.askedBy,
        words.result,
        texts.people.referenceNumber,
        words.review,
      ]}
      rows={props.provisions.map((one) => ({
        key: one.provisionId,
        cells: [
          instantText(language, one.at),
          said(texts.words.sides, one.side),
          one.asking,
          one.asked,
          one.askedBy,
          one.result === 'provided' ? (
            <Badge key="result" kind="info" text={words.provided(numberText(language, one.doses))} />
          ) : (
            <Badge key="result" kind="plain" text={words.unmatched} />
          ),
          one.referenceNumber ?? texts.frame.nothing,
          one.reviewedBy ?? (
            <button
              key="review"
              type="button"
              class="quiet"
              disabled={busy}
              aria-label={words.reviewOne(instantText(language, one.at))}
              onClick={() => void review(one.provisionId)}
            >
              {words.markReviewed}
            </button>
          ),
        ],
      }))}
    />
  );
}
