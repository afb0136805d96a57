import { useState } from 'preact/hooks';
import { ConfirmDialog, useOrder } from '../../../console-kit/index.ts';
import { CorrectedDoseSchema, type Dose, NewDoseAnswerSchema, type PersonPage } from '../../console-api/people.ts';
import type { CorrectionReason, DoseFacts } from '../../register/dose-facts.ts';
import { useDesk } from '../frame/desk.ts';
import { Changes } from '../parts/changes.tsx';
import { ReasonField } from '../parts/reason-field.tsx';
import { draftOfDose, emptyDose, factsOfDose } from './dose-draft.ts';
import { DoseFields } from './dose-fields.tsx';
import { doseWords } from './dose-words.ts';

/** A new dose, or a correction with its reason: what differs is shown, and asked once more. */
export function DoseEditor(props: {
  person: PersonPage;
  /** Null for a new one. */
  dose: Dose | null;
  onClose: () => void;
  onChanged: () => void;
}) {
  const { person, dose, onClose, onChanged } = props;
  const { texts, client, tell, language, session } = useDesk();
  const { busy, send } = useOrder();
  const next = Math.max(0, ...(person.doses ?? []).map(({ number }) => number)) + 1;
  const [draft, setDraft] = useState(dose === null ? emptyDose(next, session.area) : draftOfDose(dose));
  const [reason, setReason] = useState<CorrectionReason | ''>('');
  const [asked, setAsked] = useState<DoseFacts | null>(null);
  const { doses } = texts;

  function ask(): void {
    const facts = factsOfDose(draft);
    if (facts === null) {
      tell({ kind: 'problem', text: doses.invalid });
      return;
    }
    if (dose !== null && reason === '') {
      tell({ kind: 'problem', text: texts.common.reasonMissing });
      return;
    }
    setAsked(facts);
  }
  async function submit(facts: DoseFacts): Promise<void> {
    const answer =
      dose === null
        ? await send(
            () =>
              client.postFor(
                NewDoseAnswerSchema,
                `/operations/people/${encodeURIComponent(person.personId)}/doses`,
                facts,
              ),
            doses.made,
          )
        : await send(
            () =>
              client.postFor(CorrectedDoseSchema, `/operations/doses/${encodeURIComponent(dose.doseId)}/correct`, {
                version: dose.version,
                reason,
                dose: facts,
              }),
            doses.corrected,
          );
    setAsked(null);
    if (answer === null) return;
    if (answer.value.doubt !== null) {
      tell({
        kind: 'problem',
        text: doses.stillDoubtful(texts.words.doubts[answer.value.doubt] ?? answer.value.doubt),
      });
    }
    onChanged();
  }

  const before = dose === null ? [] : doseWords(texts, language, dose);
  const title = dose === null ? doses.newOne : doses.correctTitle(doses.nth(String(dose.number)));
  return (
    <form
      class="editor"
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <h3>{title}</h3>
      <DoseFields draft={draft} onChange={setDraft} />
      {dose !== null && (
        <div class="below">
          <ReasonField value={reason} onChange={setReason} />
        </div>
      )}
      <div class="buttons below">
        <button type="submit" class="primary" disabled={busy}>
          {texts.common.toConfirm}
        </button>
        <button type="button" class="quiet" onClick={onClose}>
          {texts.common.stop}
        </button>
      </div>
      {asked !== null && (
        <ConfirmDialog
          title={title}
          confirm={dose === null ? doses.make : texts.common.correct}
          busy={busy}
          onConfirm={() => void submit(asked)}
          onClose={() => setAsked(null)}
        >
          <p>{person.name}</p>
          <Changes
            changes={doseWords(texts, language, asked).map(([name, after], index) => ({
              name,
              before: before[index]?.[1] ?? texts.frame.nothing,
              after,
            }))}
          />
          {dose !== null && <p class="hint">{texts.common.reasonIs(texts.words.reasons[reason] ?? reason)}</p>}
        </ConfirmDialog>
      )}
    </form>
  );
}
