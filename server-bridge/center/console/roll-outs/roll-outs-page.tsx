import { useState } from 'preact/hooks';
import {
  AnswerFrame,
  ConfirmDialog,
  numberText,
  Panel,
  said,
  Table,
  useAnswer,
  useOrder,
} from '../../../console-kit/index.ts';
import { type RollOut, RollOutsSchema } from '../../console-api/orders.ts';
import type { Right } from '../../staff/rights.ts';
import { scopeText } from '../directive/change-words.ts';
import { useDesk } from '../frame/desk.ts';
import { NewRollOut } from './new-roll-out.tsx';

const EVERY_MS = 5_000;
const DECISIONS = ['approve', 'reject', 'pause', 'resume', 'stop'] as const;
type Decision = (typeof DECISIONS)[number];
type Rule = { readonly needs: Right; readonly when: readonly RollOut['state'][] };
const RULES: Readonly<Record<Decision, Rule>> = {
  approve: { needs: 'approve', when: ['draft'] },
  reject: { needs: 'approve', when: ['draft'] },
  pause: { needs: 'command', when: ['running'] },
  resume: { needs: 'command', when: ['paused'] },
  stop: { needs: 'command', when: ['running', 'paused'] },
};

/** Orders to many terminals, stage by stage. */
export function RollOutsPage() {
  const desk = useDesk();
  const { texts, client, may } = desk;
  const { busy, send } = useOrder();
  const [asked, setAsked] = useState<{ rollOut: RollOut; decision: Decision } | null>(null);
  const answer = useAnswer(
    'roll-outs',
    (background) => client.get(RollOutsSchema, '/operations/roll-outs', background),
    EVERY_MS,
  );
  const words = texts.rollOuts;

  async function decide({ rollOutId }: RollOut, decision: Decision): Promise<void> {
    const path = `/operations/roll-outs/${rollOutId}/${decision}`;
    await send(() => client.post(path), words.done(words[decision], rollOutId));
    setAsked(null);
    answer.refresh();
  }

  return (
    <>
      <h1>{words.title}</h1>
      <Panel title={words.title}>
        <AnswerFrame answer={answer}>
          {({ rollOuts }) =>
            rollOuts.length === 0 ? (
              <p>{words.none}</p>
            ) : (
              <RollOutTable rollOuts={rollOuts} onAsk={(rollOut, decision) => setAsked({ rollOut, decision })} />
            )
          }
        </AnswerFrame>
      </Panel>
      {may('draft') && <NewRollOut onDrafted={answer.refresh} />}
      {asked !== null && (
        <ConfirmDialog
          title={words.confirmTitle(words[asked.decision], asked.rollOut.rollOutId)}
          confirm={words[asked.decision]}
          busy={busy}
          grave={asked.decision === 'approve' || asked.decision === 'stop'}
          onConfirm={() => void decide(asked.rollOut, asked.decision)}
          onClose={() => setAsked(null)}
        >
          <p>
            {words.confirmWhich(
              said(texts.words.orders, asked.rollOut.order.kind),
              numberText(desk.language, asked.rollOut.targets),
            )}
          </p>
          <p>{scopeText(asked.rollOut.scope, desk)}</p>
        </ConfirmDialog>
      )}
    </>
  );
}

function RollOutTable(props: { rollOuts: readonly RollOut[]; onAsk: (rollOut: RollOut, decision: Decision) => void }) {
  const desk = useDesk();
  const { texts, language, may, session } = desk;
  const words = texts.rollOuts;
  const number = (value: number): string => numberText(language, value);
  return (
    <Table
      label={words.title}
      heads={[
        words.number,
        words.order,
        words.scope,
        words.state,
        words.stage,
        words.counts,
        words.drafted,
        words.approvedBy,
        words.action,
      ]}
      rows={props.rollOuts.map((rollOut) => {
        const { rollOutId, order, scope, state, stage, stagesPercent, counts, targets, stoppedFor } = rollOut;
        const own = rollOut.draftedBy === session.staffId;
        const possible = DECISIONS.filter((decision) => {
          const { needs, when } = RULES[decision];
          return may(needs) && when.includes(state) && !(needs === 'approve' && own);
        });
        return {
          key: rollOutId,
          cells: [
            rollOutId,
            said(texts.words.orders, order.kind),
            scopeText(scope, desk),
            <>
              {said(texts.words.rollOutStates, state)}
              {stoppedFor !== null && <div class="hint">{words.stoppedFor(stoppedFor)}</div>}
            </>,
            words.stageOf(stage, stagesPercent.length),
            words.progress(number(counts.done), number(counts.refused + counts.expired), number(targets)),
            rollOut.draftedBy,
            rollOut.approvedBy ?? texts.frame.nothing,
            <div key="decisions" class="buttons">
              {possible.map((decision) => (
                <button key={decision} type="button" class="quiet" onClick={() => props.onAsk(rollOut, decision)}>
                  {words[decision]}
                </button>
              ))}
              {own && state === 'draft' && <span class="hint">{texts.directive.own}</span>}
            </div>,
          ],
        };
      })}
    />
  );
}
