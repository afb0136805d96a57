import { useState } from 'preact/hooks';
import {
  AnswerFrame,
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
import { AUDIT_ACTIONS } from '../../audit/audit-trail.ts';
import { AuditPageSchema, AuditStateSchema } from '../../console-api/audit.ts';
import { useDesk } from '../frame/desk.ts';

const NO_FILTER = { actor: '', action: '', target: '' };
const EVERY_MS = 15_000;

/** Who did what: the trail from its newest entry backwards, and how far signatures reach. */
export function AuditPage() {
  const { texts, client, language } = useDesk();
  const { busy, send } = useOrder();
  const [typed, setTyped] = useState(NO_FILTER);
  const [filter, setFilter] = useState(NO_FILTER);
  const [before, setBefore] = useState<number | null>(null);
  const query = new URLSearchParams({ limit: '100', ...(before === null ? {} : { before: String(before) }) });
  for (const [name, value] of Object.entries(filter)) if (value !== '') query.set(name, value);
  const answer = useAnswer(
    query.toString(),
    (background) => client.get(AuditPageSchema, `/operations/audit?${query}`, background),
    before === null ? EVERY_MS : null,
  );

  function look(next: typeof NO_FILTER): void {
    setBefore(null);
    setFilter({ actor: next.actor.trim(), action: next.action.trim(), target: next.target.trim() });
  }
  async function exportAll(): Promise<void> {
    const saved = await send(() => client.download('/operations/audit/export'), texts.audit.exported);
    if (saved !== null) saveFile(saved.value, `kofu-audit-${new Date().toISOString().slice(0, 10)}.ndjson`);
  }

  return (
    <>
      <div class="page-head">
        <h1>{texts.audit.title}</h1>
        <button type="button" class="quiet" disabled={busy} onClick={() => void exportAll()}>
          {texts.audit.export}
        </button>
      </div>
      <ChainState />
      <Panel title={texts.audit.title}>
        <form
          class="ask-row"
          onSubmit={(event) => {
            event.preventDefault();
            look(typed);
          }}
        >
          <TextField
            label={texts.audit.actor}
            value={typed.actor}
            maxLength={40}
            onChange={(actor) => setTyped({ ...typed, actor })}
          />
          <SelectField
            label={texts.audit.action}
            value={typed.action}
            options={[
              ['', texts.alarms.any],
              ...AUDIT_ACTIONS.map((action) => [action, said(texts.words.auditActions, action)] as const),
            ]}
            onChange={(action) => setTyped({ ...typed, action })}
          />
          <TextField
            label={texts.audit.target}
            value={typed.target}
            maxLength={80}
            onChange={(target) => setTyped({ ...typed, target })}
          />
          <button type="submit" class="primary">
            {texts.audit.filter}
          </button>
          <button
            type="button"
            class="quiet"
            onClick={() => {
              setTyped(NO_FILTER);
              look(NO_FILTER);
            }}
          >
            {texts.audit.clear}
          </button>
        </form>
        <p class="hint">{texts.audit.exactly}</p>
        <AnswerFrame answer={answer}>
          {(page) => (
            <>
              {page.rows.length === 0 ? (
                <p>{texts.audit.none}</p>
              ) : (
                <Table
                  label={texts.audit.title}
                  heads={[
                    texts.audit.at,
                    texts.audit.actor,
                    texts.audit.action,
                    texts.audit.target,
                    texts.audit.result,
                    texts.audit.node,
                    texts.audit.seq,
                  ]}
                  numbers={[6]}
                  rows={page.rows.map(({ place, at, actor, action, target, result, node, seq }) => ({
                    key: place,
                    cells: [
                      instantText(language, at),
                      actor,
                      said(texts.words.auditActions, action),
                      target,
                      result,
                      node,
                      numberText(language, seq),
                    ],
                  }))}
                />
              )}
              <div class="actions">
                {before !== null && (
                  <button type="button" class="quiet" onClick={() => setBefore(null)}>
                    {texts.audit.newest}
                  </button>
                )}
                {page.before !== null && (
                  <button type="button" class="quiet" onClick={() => setBefore(page.before)}>
                    {texts.audit.older}
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

function ChainState() {
  const { texts, client, language } = useDesk();
  const answer = useAnswer(
    'state',
    (background) => client.get(AuditStateSchema, '/operations/audit/state', background),
    EVERY_MS,
  );
  return (
    <Panel title={texts.audit.state}>
      <AnswerFrame answer={answer}>
        {({ nodes }) => (
          <Table
            label={texts.audit.state}
            heads={[texts.audit.node, texts.audit.entries, texts.audit.checkpoint, texts.audit.covers]}
            numbers={[1]}
            rows={nodes.map(({ node, entries, checkpointAt, checkpointSize }) => ({
              key: node,
              cells: [
                node,
                numberText(language, entries),
                checkpointAt === null ? texts.audit.noCheckpoint : instantText(language, checkpointAt),
                checkpointSize === entries
                  ? texts.audit.all
                  : texts.audit.missing(numberText(language, entries - (checkpointSize ?? 0))),
              ],
            }))}
          />
        )}
      </AnswerFrame>
    </Panel>
  );
}
