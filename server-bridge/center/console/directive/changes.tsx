import { useState } from 'preact/hooks';
import type * as v from 'valibot';
import {
  type Answer,
  AnswerFrame,
  ConfirmDialog,
  instantText,
  Panel,
  said,
  Table,
  useOrder,
} from '../../../console-kit/index.ts';
import type { Change, ChangesSchema } from '../../console-api/changes.ts';
import { useDesk } from '../frame/desk.ts';
import { patchText, scopeText } from './change-words.ts';

type Decision = 'approve' | 'reject' | 'withdraw';

/** What was drafted, and the decision of another person (C1). */
export function Changes(props: { answer: Answer<v.InferOutput<typeof ChangesSchema>>; onChanged: () => void }) {
  const desk = useDesk();
  const { texts, client, language } = desk;
  const { busy, send } = useOrder();
  const [asked, setAsked] = useState<{ change: Change; decision: Decision } | null>(null);
  const { directive } = texts;
  const told = { approve: directive.approved, reject: directive.rejected, withdraw: directive.withdrawn };

  async function decide(changeId: number, decision: Decision): Promise<void> {
    const path = `/operations/directive/changes/${changeId}/${decision}`;
    await send(() => client.post(path), told[decision](changeId));
    setAsked(null);
    props.onChanged();
  }

  return (
    <Panel title={directive.changes}>
      <AnswerFrame answer={props.answer}>
        {({ changes }) =>
          changes.length === 0 ? (
            <p>{directive.noChanges}</p>
          ) : (
            <Table
              label={directive.changes}
              heads={[
                directive.number,
                directive.what,
                directive.scope,
                directive.state,
                directive.effective,
                directive.drafted,
                directive.decided,
                texts.alarms.action,
              ]}
              rows={changes.map((change) => ({
                key: change.changeId,
                cells: [
                  change.changeId,
                  <>
                    {patchText(change.patch, desk)}
                    {change.note !== '' && <div class="hint">{change.note}</div>}
                  </>,
                  scopeText(change.scope, desk),
                  `${said(texts.words.changeStates, change.state)}${
                    change.fault === null ? '' : ` (${said(texts.problems.words, change.fault)})`
                  }`,
                  change.effectiveAt === null ? directive.atOnce : instantText(language, change.effectiveAt),
                  `${change.draftedBy}, ${instantText(language, change.draftedAt)}`,
                  change.decidedBy === null || change.decidedAt === null
                    ? texts.frame.nothing
                    : `${change.decidedBy}, ${instantText(language, change.decidedAt)}`,
                  <Decisions key="decisions" change={change} onAsk={(decision) => setAsked({ change, decision })} />,
                ],
              }))}
            />
          )
        }
      </AnswerFrame>
      {asked !== null && (
        <ConfirmDialog
          title={directive.decideTitle(directive[asked.decision], asked.change.changeId)}
          confirm={directive[asked.decision]}
          busy={busy}
          grave={asked.decision === 'approve'}
          onConfirm={() => void decide(asked.change.changeId, asked.decision)}
          onClose={() => setAsked(null)}
        >
          <p>{patchText(asked.change.patch, desk)}</p>
          <p>{scopeText(asked.change.scope, desk)}</p>
          {asked.change.note !== '' && <p class="hint">{asked.change.note}</p>}
        </ConfirmDialog>
      )}
    </Panel>
  );
}

function Decisions({ change, onAsk }: { change: Change; onAsk: (decision: Decision) => void }) {
  const { texts, session, may } = useDesk();
  if (change.state !== 'draft' && change.state !== 'approved') return null;
  const own = change.draftedBy === session.staffId;
  const decisions: readonly Decision[] = [
    ...(change.state === 'draft' && may('approve') && !own ? (['approve', 'reject'] as const) : []),
    ...(may('draft') ? (['withdraw'] as const) : []),
  ];
  return (
    <div class="buttons">
      {decisions.map((decision) => (
        <button key={decision} type="button" class="quiet" onClick={() => onAsk(decision)}>
          {texts.directive[decision]}
        </button>
      ))}
      {own && change.state === 'draft' && <span class="hint">{texts.directive.own}</span>}
    </div>
  );
}
