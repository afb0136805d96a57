import { useState } from 'preact/hooks';
import {
  AnswerFrame,
  Badge,
  ConfirmDialog,
  Facts,
  instantText,
  numberText,
  Panel,
  useAnswer,
  useOrder,
} from '../../../console-kit/index.ts';
import { LogStateSchema } from '../../console-api/operations.ts';
import { useDesk } from '../frame/desk.ts';

/** How far the log has been reviewed, by whom, and marking it as reviewed up to its newest entry. */
export function LogReview() {
  const { texts, client, language, may } = useDesk();
  const { busy, send } = useOrder();
  const [asked, setAsked] = useState<number | null>(null);
  const answer = useAnswer(
    'state',
    (background) => client.get(LogStateSchema, '/operations/log/state', background),
    null,
  );
  const { log } = texts;

  async function review(upTo: number): Promise<void> {
    const sent = await send(() => client.post('/operations/log/review', { upTo }), log.reviewed);
    setAsked(null);
    if (sent !== null) answer.refresh();
  }

  return (
    <Panel title={log.state}>
      <AnswerFrame answer={answer}>
        {(state) => {
          const due = state.entries - state.reviewedUpTo;
          return (
            <>
              <Facts
                facts={[
                  [log.entries, numberText(language, state.entries)],
                  [log.reviewedUpTo, numberText(language, state.reviewedUpTo)],
                  [
                    log.reviewedBy,
                    state.reviewedBy === null || state.reviewedAt === null
                      ? log.never
                      : `${state.reviewedBy} · ${instantText(language, state.reviewedAt)}`,
                  ],
                  [log.due, <Badge key="due" kind={due === 0 ? 'good' : 'warn'} text={numberText(language, due)} />],
                  [log.head, <code key="head">{state.head}</code>],
                ]}
              />
              {may('operation-log:write') && due > 0 && (
                <div class="buttons below">
                  <button type="button" class="quiet" onClick={() => setAsked(state.entries)}>
                    {log.review}
                  </button>
                </div>
              )}
            </>
          );
        }}
      </AnswerFrame>
      {asked !== null && (
        <ConfirmDialog
          title={log.reviewTitle}
          confirm={log.review}
          busy={busy}
          onConfirm={() => void review(asked)}
          onClose={() => setAsked(null)}
        >
          <p>{log.reviewWhat(numberText(language, asked))}</p>
        </ConfirmDialog>
      )}
    </Panel>
  );
}
